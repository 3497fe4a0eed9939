"""Writes src/test/resources/golden/generation-config.csv: every field of transformers' GenerationConfig, and what generate() takes
where a file does not say it, or says null.

    pip install "transformers==5.24.*"
    python src/test/python/generation_fields.py

A newer release shows as a difference of the file. PyTorch is not needed.
"""

import json
from pathlib import Path

from transformers import GenerationConfig, __version__

TARGET = Path(__file__).resolve().parents[3] / "src/test/resources/golden/generation-config.csv"


def main():
    config = GenerationConfig()
    usual = GenerationConfig._get_default_generation_params()
    assert set(usual) <= set(vars(config)), set(usual) - set(vars(config))
    loaded = {name: value for name, value in vars(config).items() if value is not None}
    assert not loaded, loaded
    lines = [f"{name} | {json.dumps(usual.get(name))}" for name in sorted(vars(config))]
    TARGET.write_text(f"# transformers {__version__}: field | what generate() takes where it is absent or null\n" + "\n".join(lines) + "\n")
    print(len(lines), "fields of", __version__)


if __name__ == "__main__":
    main()
