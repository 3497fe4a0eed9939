"""Golden vectors of every processor, from definitions written down a second time: resources/golden/python.csv.

Plain Python floats (float64), no tricks: sorts, dictionaries, brute force. Columns as in processors.csv. Seeded, so that the
same file comes out again; cases are drawn away from thresholds, where a last digit would decide.
"""

import math
import pathlib
import random

R = random.Random(20261101)
GUARD = 1e-6


# A distribution is a dict id -> logit of what is in play.


def softmax(play):
    top = max(play.values())
    weights = {i: math.exp(l - top) for i, l in play.items()}
    total = math.fsum(weights.values())
    return {i: w / total for i, w in weights.items()}


def entropy(p):
    return -math.fsum(q * math.log(q) for q in p.values() if q > 0)


def ranked(key, play):
    return sorted(play, key=lambda i: (-key[i], i))


def keep(play, ids):
    ids = set(ids)
    assert ids
    return {i: l for i, l in play.items() if i in ids}


def at_least(play, threshold, min_keep):
    p = softmax(play)
    ids = {i for i in play if p[i] >= threshold * (1 - GUARD)}
    return keep(play, ids | set(ranked(play, play)[:min_keep]))


def temperature(play, ctx, t):
    if t == 0:
        return keep(play, ranked(play, play)[:1])
    return {i: l / t for i, l in play.items()}


def dynamic_temperature(play, ctx, t, range, exponent):
    if range == 0:
        return temperature(play, ctx, t)
    if len(play) == 1:
        return play
    low, high = max(0, t - range), t + range
    return temperature(play, ctx, low + (high - low) * (entropy(softmax(play)) / math.log(len(play))) ** exponent)


def top_k(play, ctx, k, keep_ties, min_keep):
    if k == 0:
        return play
    order = ranked(play, play)
    count = min(len(order), max(k, min_keep))
    last = play[order[count - 1]]
    return keep(play, [i for i in play if play[i] >= last] if keep_ties else order[:count])


def prefix(play, key, p, target, keep_ties, min_keep):
    order = ranked(key, play)
    total, count = 0.0, 0
    for i in order:
        total += p[i]
        count += 1
        if total >= target * (1 - GUARD):
            break
    count = max(count, min(min_keep, len(order)))
    last = key[order[count - 1]]
    return keep(play, [i for i in order if key[i] >= last] if keep_ties else order[:count])


def top_p(play, ctx, p, keep_ties, min_keep):
    if p == 1:
        return play
    q = softmax(play)
    return prefix(play, q, q, p, keep_ties, min_keep)


def typical_p(play, ctx, p, keep_ties, min_keep):
    if p == 1:
        return play
    q = softmax(play)
    h = entropy(q)
    return prefix(play, {i: -abs(-math.log(q[i]) - h) for i in play}, q, p, keep_ties, min_keep)


def min_p(play, ctx, p, min_keep):
    q = softmax(play)
    return at_least(play, p * max(q.values()), min_keep) if p > 0 else play


def epsilon_cutoff(play, ctx, epsilon, min_keep):
    return at_least(play, epsilon, min_keep) if epsilon > 0 else play


def eta_cutoff(play, ctx, epsilon, min_keep):
    if epsilon == 0:
        return play
    return at_least(play, min(epsilon, math.sqrt(epsilon) * math.exp(-entropy(softmax(play)))), min_keep)


def top_n_sigma(play, ctx, n):
    if n == 0:
        return play
    mean = math.fsum(play.values()) / len(play)
    sigma = math.sqrt(math.fsum((l - mean) ** 2 for l in play.values()) / len(play))
    return keep(play, [i for i in play if play[i] >= max(play.values()) - n * sigma - GUARD])


def top_h(play, ctx, h, top_n):
    if h == 1:
        return play
    order = ranked(play, play)[:top_n]
    q = softmax(keep(play, order))
    bound = h * entropy(q)
    kept, total = [], 0.0
    for i in order:
        total -= q[i] * math.log(q[i])
        if kept and total > bound * (1 + GUARD):
            break
        kept.append(i)
    return keep(play, kept)


def p_less(play, ctx):
    return at_least(play, math.fsum(q * q for q in softmax(play).values()), 1)


def xtc(play, ctx, probability, threshold, min_keep, exempt):
    assert probability in (0, 1)
    p = softmax(play)
    top = [i for i in ranked(play, play) if p[i] >= threshold * (1 - GUARD)]
    gone = {i for i in top[:-1] if i not in exempt}
    if probability == 0 or threshold > 0.5 or len(top) < 2 or len(play) - len(gone) < min_keep:
        return play
    return keep(play, set(play) - gone)


def dry(play, ctx, multiplier, base, allowed_length, last_n, sequence_breakers):
    history = ctx["prompt"] + ctx["generated"]
    window = history if last_n < 0 else history[len(history) - min(last_n, len(history)) :]
    if multiplier == 0:
        return play
    since = 0
    for end in range(len(window) + 1):
        if any(end >= len(b) and window[end - len(b) : end] == b for b in sequence_breakers):
            since = end
    limit = len(window) - since
    result = dict(play)
    for c in play:
        longest = 0
        for j in range(1, len(window)):
            if window[j] == c:
                n = 0
                while n < j and n < limit and window[j - 1 - n] == window[len(window) - 1 - n]:
                    n += 1
                longest = max(longest, n)
        if longest >= allowed_length and [c] not in sequence_breakers:
            result[c] -= multiplier * base ** (longest - allowed_length)
    return result


def window_of(ctx, last_n, ignore_prompt):
    history = ctx["prompt"] + ctx["generated"]
    first = 0 if last_n < 0 else max(0, len(history) - last_n)
    if ignore_prompt:
        first = max(first, len(ctx["prompt"]))
    return history[first:]


def repetition_penalty(play, ctx, penalty, last_n, ignore_prompt):
    seen = set(window_of(ctx, last_n, ignore_prompt))
    return {i: (l * penalty if l < 0 else l / penalty) if i in seen else l for i, l in play.items()}


def frequency_penalty(play, ctx, penalty, last_n, ignore_prompt):
    seen = window_of(ctx, last_n, ignore_prompt)
    return {i: l - penalty * seen.count(i) for i, l in play.items()}


def presence_penalty(play, ctx, penalty, last_n, ignore_prompt):
    seen = window_of(ctx, last_n, ignore_prompt)
    return {i: l - (penalty if i in seen else 0) for i, l in play.items()}


def no_repeat_ngram(play, ctx, n, source):
    history = ctx["prompt"] + ctx["generated"]
    text = source or history
    if n == 0 or len(history) < n - 1:
        return play
    end = history[len(history) - (n - 1) :] if n > 1 else []
    banned = {text[j + n - 1] for j in range(len(text) - n + 1) if text[j : j + n - 1] == end}
    return keep(play, set(play) - banned)


def logit_bias(play, ctx, bias):
    biased = {i: l + bias.get(i, 0) for i, l in play.items()}
    return {i: l for i, l in biased.items() if l > -math.inf}


def ends_with(ctx, ids):
    history = ctx["prompt"] + ctx["generated"]
    return len(history) >= len(ids) and history[len(history) - len(ids) :] == ids


def sequence_bias(play, ctx, bias):
    for entry in bias:
        if ends_with(ctx, entry["ids"][:-1]):
            play = logit_bias(play, ctx, {entry["ids"][-1]: entry["bias"]})
    return play


def bad_words(play, ctx, ids):
    return keep(play, set(play) - {s[-1] for s in ids if ends_with(ctx, s[:-1])})


def allowed_tokens(play, ctx, ids):
    return keep(play, ids)


def suppress_tokens(play, ctx, ids):
    return keep(play, set(play) - set(ids))


def forced_first_token(play, ctx, id):
    return play if ctx["generated"] else dict.fromkeys(keep(play, [id]), 0.0)


def forced_last_token(play, ctx, ids, max_length):
    length = len(ctx["prompt"]) + len(ctx["generated"])
    return dict.fromkeys(keep(play, ids), 0.0) if length == max_length - 1 else play


def min_new_tokens(play, ctx, n, eos_ids):
    return suppress_tokens(play, ctx, eos_ids) if len(ctx["generated"]) < n else play


def min_length(play, ctx, n, eos_ids):
    return suppress_tokens(play, ctx, eos_ids) if len(ctx["prompt"] + ctx["generated"]) < n else play


def exponential_decay_length(play, ctx, start, factor, eos_ids):
    over = len(ctx["generated"]) - start
    if over <= 0:
        return play
    return {i: l + abs(l) * (factor**over - 1) if i in eos_ids else l for i, l in play.items()}


def guidance(play, ctx, scale, unconditional):
    u = softmax(dict(enumerate(unconditional)))
    c = softmax(play)
    return {i: math.log(u[i]) + scale * (math.log(c[i]) - math.log(u[i])) for i in play}


def mirostat(play, ctx, tau, eta):
    return at_least(play, 2 ** (-2 * tau), 1)


def adaptive_p(play, ctx, target, decay):
    if target == -1:
        return play
    d = {i: abs(q - target) / 0.3 for i, q in softmax(play).items()}
    return {i: 5 - 10 * x * x / (1 + x) for i, x in d.items()}


def number(low, high, digits=2):
    return round(R.uniform(low, high), digits)


def some(n, most=4, least=1):
    return sorted(R.sample(range(n), R.randint(least, min(most, n - 1))))


def flag():
    return R.random() < 0.5


def sequences(n):
    return [[R.randrange(min(n, 4)) for _ in range(R.randint(1, 3))] for _ in range(R.randint(1, 4))]


PARAMETERS = {
    temperature: lambda n: dict(t=R.choice([0, 0.01, number(0.02, 2), number(2, 5)])),
    dynamic_temperature: lambda n: dict(t=number(0.1, 2), range=R.choice([0, number(0, 2)]), exponent=number(-1, 3)),
    top_k: lambda n: dict(k=R.randint(0, n + 2), keep_ties=flag(), min_keep=R.randint(1, 4)),
    top_p: lambda n: dict(p=R.choice([0, 1, number(0.01, 0.99)]), keep_ties=flag(), min_keep=R.choice([1, 1, 3])),
    typical_p: lambda n: dict(p=R.choice([1, number(0.01, 0.99)]), keep_ties=flag(), min_keep=R.choice([1, 1, 3])),
    min_p: lambda n: dict(p=R.choice([0, 1, number(0.01, 0.99)]), min_keep=R.choice([1, 1, 3])),
    epsilon_cutoff: lambda n: dict(epsilon=R.choice([0, number(0.0, 0.2, 3)]), min_keep=R.choice([1, 1, 3])),
    eta_cutoff: lambda n: dict(epsilon=R.choice([0, number(0.0, 0.6, 3)]), min_keep=R.choice([1, 1, 3])),
    top_n_sigma: lambda n: dict(n=R.choice([0, number(0.1, 3)])),
    top_h: lambda n: dict(h=R.choice([1, number(0.05, 0.99)]), top_n=R.choice([1, 3, 100])),
    p_less: lambda n: {},
    xtc: lambda n: dict(
        probability=R.choice([0, 1, 1, 1]),
        threshold=R.choice([0, number(0.01, 0.6, 3)]),
        min_keep=R.choice([1, 1, 4]),
        exempt=R.choice([[], some(n)]),
    ),
    dry: lambda n: dict(
        multiplier=R.choice([0, number(0.1, 2), number(0.1, 2)]),
        base=number(1.1, 2),
        allowed_length=R.randint(1, 3),
        last_n=R.choice([-1, -1, 0, 6, 12]),
        sequence_breakers=R.choice([[], [[3]], sequences(n)]),
    ),
    mirostat: lambda n: dict(tau=number(0, 4), eta=0.1),
    adaptive_p: lambda n: dict(target=R.choice([-1, number(0, 1)]), decay=0.9),
    repetition_penalty: lambda n: dict(penalty=number(0.5, 2), last_n=R.choice([-1, 0, 3]), ignore_prompt=flag()),
    frequency_penalty: lambda n: dict(penalty=number(-2, 2), last_n=R.choice([-1, 0, 3]), ignore_prompt=flag()),
    presence_penalty: lambda n: dict(penalty=number(-2, 2), last_n=R.choice([-1, 0, 3]), ignore_prompt=flag()),
    no_repeat_ngram: lambda n: dict(n=R.randint(0, 4), source=R.choice([[], [R.randrange(4) for _ in range(9)]])),
    logit_bias: lambda n: dict(bias={i: R.choice([-math.inf, number(-3, 3)]) for i in some(n)}),
    sequence_bias: lambda n: dict(bias=[dict(ids=s, bias=R.choice([-math.inf, number(-3, 3)])) for s in sequences(n)]),
    bad_words: lambda n: dict(ids=sequences(n)),
    allowed_tokens: lambda n: dict(ids=some(n)),
    suppress_tokens: lambda n: dict(ids=some(n)),
    forced_first_token: lambda n: dict(id=R.randrange(n)),
    forced_last_token: lambda n: dict(ids=some(n), max_length=R.randint(1, 18)),
    min_new_tokens: lambda n: dict(n=R.randint(0, 15), eos_ids=some(n, 2)),
    min_length: lambda n: dict(n=R.randint(0, 25), eos_ids=some(n, 2)),
    exponential_decay_length: lambda n: dict(start=R.randint(0, 10), factor=number(0.5, 1.5), eos_ids=some(n, 2)),
    guidance: lambda n: dict(scale=number(-1, 3), unconditional=[number(-3, 3) for _ in range(n)]),
}


def logits(n):
    shape = R.choice(["normal", "normal", "ties", "peaked", "flat"])
    if shape == "ties":
        return [float(R.randint(-2, 2)) for _ in range(n)]
    row = [number(-1, 1) if shape == "flat" else round(R.gauss(0, 2), 2) for _ in range(n)]
    if shape == "peaked":
        row[R.randrange(n)] = 9.5
    if R.random() < 0.2:
        row[R.randrange(n)] = -math.inf
    return row


def text(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return "-inf" if value == -math.inf else repr(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {text(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(text(v) for v in value) + "]"
    return str(value)


def step_text(function, parameters):
    name = function.__name__.replace("_", "-")
    if not parameters:
        return name
    return name + "(" + ", ".join(f"{k}={text(v)}" for k, v in parameters.items()) + ")"


def case(functions):
    n = R.randint(5, 14)
    row = logits(n)
    ctx = dict(
        prompt=[R.randrange(4) for _ in range(R.randint(0, 8))],
        generated=[R.randrange(4) for _ in range(R.choice([0, R.randint(1, 12)]))],
    )
    steps = [(f, PARAMETERS[f](n)) for f in functions]
    play = {i: l for i, l in enumerate(row) if l > -math.inf}
    for function, parameters in steps:
        try:
            play = function(play, ctx, **parameters)
        except (AssertionError, ValueError, ZeroDivisionError, OverflowError):
            return case(functions)
        if not play:
            return case(functions)
    p = {i: max(q, 1e-300) for i, q in softmax(play).items()}
    chain = " > ".join(step_text(f, a) for f, a in steps)
    history = " ".join(map(str, ctx["prompt"])) + " / " + " ".join(map(str, ctx["generated"]))
    expected = " ".join(f"{p[i]:.12g}" if i in p else "0" for i in range(n))
    return f"python | {chain} | l {' '.join(map(text, row))} | {history} | {expected}"


def main():
    lines = ["# src/test/python/processors.py; columns as in processors.csv"]
    names = list(PARAMETERS)
    for function in names:
        lines += [case([function]) for _ in range(24)]
    for _ in range(400):
        lines.append(case(R.sample(names, R.randint(2, 5))))
    target = pathlib.Path(__file__).parents[1] / "resources/golden/python.csv"
    target.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
