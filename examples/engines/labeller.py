#!/usr/bin/env python3
"""An engine for the local server of Finetune Workbench, in the standard library of Python 3.9 and newer.

It learns to label: which of the answers in train.jsonl belongs to a question, by the words of the question (a softmax
over the answers, trained by gradient descent). It is small enough to read in one go, and does all that the engine
protocol asks for: pause, resume, checkpoints, stop, answers. The protocol is described in docs/engines.md.

    labeller.py train RUN_FOLDER
    labeller.py serve MODEL_FOLDER_OR_ID
"""

import json
import math
import os
import random
import re
import sys
import threading
import traceback
from pathlib import Path

BASE_MODEL = "labeller-1"  # as the list of engines names it
LEARNING_RATE = 0.5


class Refusal(Exception):
    """Training cannot go on, and trying again would not help; the text is for the person and quotes no data."""


# --- Talking: one JSON value a line. stdout belongs to the protocol, so nothing else may print there. ---

sys.stdin.reconfigure(encoding="utf-8")
protocol = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8", newline="\n")
os.dup2(sys.stderr.fileno(), sys.stdout.fileno())


def send(**event):
    protocol.write(json.dumps(event, allow_nan=False) + "\n")
    protocol.flush()


# --- The model: for each answer a weight for each word of a question. ---


class Labeller:
    def __init__(self, answers=(), weights=None):
        self.answers = list(answers)
        self.weights = weights or [{} for _ in self.answers]

    def learn_answers(self, answers):
        for answer in answers:
            if answer not in self.answers:
                self.answers.append(answer)
                self.weights.append({})

    def probabilities(self, words):
        scores = [sum(weights.get(word, 0.0) for word in words) for weights in self.weights]
        powers = [math.exp(score - max(scores)) for score in scores]
        return [power / sum(powers) for power in powers]

    def step(self, batch, learning_rate):
        """Learns a batch of (words, answer). Returns (mean loss, share of right answers), as they were before."""
        measured = self.measure(batch)
        for words, answer in batch:
            rate = learning_rate / len(batch)
            for index, probability in enumerate(self.probabilities(words)):
                error = (1.0 if index == answer else 0.0) - probability
                weights = self.weights[index]
                for word in words:
                    weights[word] = weights.get(word, 0.0) + rate * error
        return measured

    def measure(self, examples):
        loss = right = 0
        for words, answer in examples:
            probabilities = self.probabilities(words)
            known = answer is not None and answer < len(probabilities)
            loss -= math.log(max(probabilities[answer], 1e-12) if known else 1e-12)
            right += known and probabilities[answer] == max(probabilities)
        return loss / len(examples), right / len(examples)

    def as_json(self):
        return {"answers": self.answers, "weights": self.weights}


def words_of(messages):
    """The different words of the last thing that the user said, in a fixed order, and one that is always there."""
    said = [message["content"] for message in messages if message["role"] == "user"]
    return ["(always)"] + sorted(set(re.findall(r"\w+", said[-1].lower() if said else "")))


# --- Files. What is written replaces the old content at once: the process may be killed at any moment. ---


def write_json(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".new")
    with open(temporary, "w", encoding="utf-8") as file:
        json.dump(value, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)


def load_model(folder):
    saved = json.loads((Path(folder) / "labeller.json").read_text(encoding="utf-8"))
    return Labeller(saved["answers"], saved["weights"])


def read_examples(path):
    """(words of the question, answer) for each line."""
    examples = []
    with open(path, encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            messages = json.loads(line).get("messages")
            if not messages or not all(isinstance(message.get("content"), str) for message in messages):
                raise Refusal(f"Line {number} of {path.name} is no conversation of texts, and nothing else can be learned.")
            examples.append((words_of(messages[:-1]), messages[-1]["content"]))
    return examples


# --- Training ---


def train(run):
    request = json.loads((run / "request.json").read_text(encoding="utf-8"))
    if request["method"] != "supervised":
        raise Refusal("This engine trains with the method supervised only.")
    examples = read_examples(run / "train.jsonl")
    model = load_model(request["base_folder"]) if request["base_folder"] else Labeller()
    model.learn_answers(answer for _, answer in examples)

    # "auto", or no word about it, leaves the number to the engine.
    chosen = {name: value for name, value in request["hyperparameters"].items() if value != "auto"}
    hyperparameters = {"n_epochs": 3, "batch_size": 1, "learning_rate_multiplier": 1, **chosen}
    epochs, batch_size = hyperparameters["n_epochs"], hyperparameters["batch_size"]
    learning_rate = LEARNING_RATE * hyperparameters["learning_rate_multiplier"]
    steps_per_epoch = math.ceil(len(examples) / batch_size)
    total_steps = epochs * steps_per_epoch

    # Goes on where a process before this one was paused, stopped or killed.
    step = 0
    if (run / "state").exists():
        state = json.loads((run / "state").read_text(encoding="utf-8"))
        step, model = state["step"], Labeller(state["answers"], state["weights"])
    index = {answer: at for at, answer in enumerate(model.answers)}
    training = [(words, index[answer]) for words, answer in examples]
    validation = []
    if (run / "validation.jsonl").exists():
        validation = [(words, index.get(answer)) for words, answer in read_examples(run / "validation.jsonl")]

    send(type="started", total_steps=total_steps, step=step, hyperparameters=hyperparameters)
    order = None
    while step < total_steps:
        if pause_wanted.is_set():
            write_json(run / "state", {"step": step, **model.as_json()})
            send(type="paused", step=step)
            return
        epoch, at = divmod(step, steps_per_epoch)
        if order is None or at == 0:
            # It depends on seed and epoch alone, so that a run that goes on sees what it would have seen.
            order = random.Random(f"{request['seed']} {epoch}").sample(range(len(training)), len(training))
        batch = [training[place] for place in order[at * batch_size : (at + 1) * batch_size]]
        loss, accuracy = model.step(batch, learning_rate)
        metrics = {"train_loss": loss, "train_mean_token_accuracy": accuracy}
        step += 1
        ends_epoch = step % steps_per_epoch == 0
        if ends_epoch and validation:
            metrics["full_valid_loss"], metrics["full_valid_mean_token_accuracy"] = model.measure(validation)
        send(type="metrics", step=step, total_steps=total_steps, metrics=metrics)
        if ends_epoch:
            write_json(run / "checkpoints" / str(step) / "labeller.json", model.as_json())
            write_json(run / "state", {"step": step, **model.as_json()})
            send(type="checkpoint", step=step, epoch=epoch + 1, metrics=metrics)
    write_json(run / "model" / "labeller.json", model.as_json())
    send(type="succeeded", trained_tokens=epochs * len(examples))


pause_wanted = threading.Event()


def obey():
    """Reads commands while the main thread trains. When stdin ends the server is gone, and so is this process."""
    for line in sys.stdin:
        if json.loads(line)["type"] == "pause":
            pause_wanted.set()
    os._exit(0)


# --- Answering ---


def serve(model):
    for line in sys.stdin:
        request = json.loads(line)
        answer(model, request)


def answer(model, request):
    words = words_of(request["messages"])
    text = choose(model, words, request) if model.answers else "I have not learned anything yet."
    for end in request.get("stop", []):
        text = text.split(end)[0]
    pieces = re.findall(r"\s*\S+", text)
    most = request.get("max_completion_tokens", 256)
    for piece in pieces[:most]:
        send(id=request["id"], type="delta", text=piece)
    send(
        id=request["id"],
        type="completed",
        finish_reason="length" if len(pieces) > most else "stop",
        usage={"prompt_tokens": len(words), "completion_tokens": min(len(pieces), most)},
    )


def choose(model, words, request):
    probabilities = model.probabilities(words)
    temperature = request.get("temperature", 1)
    if temperature == 0:
        return model.answers[probabilities.index(max(probabilities))]
    weights = [probability ** (1 / max(temperature, 0.01)) for probability in probabilities]
    return random.Random(request.get("seed")).choices(model.answers, weights)[0]


def main(arguments):
    if len(arguments) != 2 or arguments[0] not in ("train", "serve"):
        sys.exit("usage: labeller.py train RUN_FOLDER | serve MODEL_FOLDER_OR_ID")
    command, place = arguments
    if command == "serve":
        return serve(Labeller() if place == BASE_MODEL else load_model(place))
    threading.Thread(target=obey, daemon=True).start()
    try:
        train(Path(place))
    except Refusal as refusal:
        send(type="failed", code="unsupported_data", message=str(refusal))
    except Exception:
        traceback.print_exc()
        os._exit(1)
    # At once: a normal end would wait for the thread that reads stdin.
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
