"""How much the speed of a session depends on where in memory its weights happen to lie: the step of four sessions of one
process that load the bundled model, and of onnxruntime-genai where it is installed, all in turn.

    pip install numpy onnxruntime==1.28.0 onnxruntime-genai==0.15.2
    python src/test/python/session_placement.py [ROUNDS]
"""

import sys

import numpy as np
import onnxruntime as ort

import engine_speed

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 3


def main():
    engine_speed.THREADS = 1
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    file = str(engine_speed.FOLDER / "model.onnx")
    rounds = {}
    for number in range(4):
        session = ort.InferenceSession(file, options)
        rounds[f"session {number + 1}"] = lambda prompt, session=session: engine_speed.runtime_round(session, prompt)
    try:
        model = engine_speed.genai_model()
        rounds["onnxruntime-genai"] = lambda prompt: engine_speed.genai_round(model, prompt)
    except ImportError:
        pass
    steps = {name: [] for name in rounds}
    for number in range(ROUNDS + 1):
        prompt = np.random.default_rng(number).integers(0, engine_speed.VOCABULARY, (1, engine_speed.PROMPT))
        for name, one_round in rounds.items():
            _, taken = one_round(prompt)
            if number > 0:
                steps[name] += taken
    for name, taken in steps.items():
        print(f"{name}: {min(taken):.2f} / {np.median(taken):.2f} ms")


if __name__ == "__main__":
    main()
