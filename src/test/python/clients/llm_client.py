"""What the command llm gets of a server that its extra-openai-models.yaml names, as JSON; ClientsIT runs it and says what
it must be. LLM_USER_PATH must be an empty folder.

    python llm_client.py '{"base_url": …, "api_key": …, "model": …, …}'
"""

import json
import os
import sys
from pathlib import Path

from click.testing import CliRunner
from llm.cli import cli

asked = json.loads(sys.argv[1])
FOLDER = Path(os.environ["LLM_USER_PATH"])
SERVER = {"model_name": asked["model"], "api_base": asked["base_url"], "api_key_name": "isotherm"}
OPTIONS = ["-o", "seed", str(asked["seed"]), "-o", "temperature", str(asked["temperature"])]
BRIEF = [*OPTIONS, "-o", "max_tokens", str(asked["tokens"])]


def llm(*arguments, code=0):
    """What the command prints; what it complains of where it is to fail."""
    run = CliRunner().invoke(cli, arguments)
    assert run.exit_code == code, (arguments, run, run.output)
    return run.stderr if code else run.stdout.removesuffix("\n")


(FOLDER / "extra-openai-models.yaml").write_text(json.dumps([
    {**SERVER, "model_id": "here", "supports_schema": True, "supports_tools": True},
    {**SERVER, "model_id": "here-completes", "completion": True}]))
llm("keys", "set", "isotherm", "--value", asked["api_key"])
question = asked["question"]
print(json.dumps({
    "streamed": llm("-m", "here", *BRIEF, question),
    "text": llm("-m", "here", "--no-stream", *BRIEF, question),
    "completed": llm("-m", "here-completes", *BRIEF, asked["prompt"]),
    "usage": [[one["input_tokens"], one["output_tokens"]] for one in json.loads(llm("logs", "list", "--json"))],
    "parsed": json.loads(llm("-m", "here", *OPTIONS, "--schema", "city, country", question)),
    "key": llm("-m", "here", "--key", "x" * 20, question, code=1)}))
