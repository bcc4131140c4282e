#!/usr/bin/env python3
"""Fits the rational function of `Lanes.tanh`: tanh(x) = x P(x²) / Q(x²) for |x| <= 7.8, P of degree 3, Q of degree 4.

    venv/bin/pip install numpy && venv/bin/python fit_tanh.py

Prints the coefficients, of x⁰ first, the greatest error of the function, which is minimized, and that of the same in 32-bit
floats: by iteratively reweighted least squares (Lawson 1961; the divisor of the step before makes the problem linear, Loeb 1957).
"""

import numpy

BOUND, ABOVE, BELOW = 7.8, 3, 4


def fit():
    x = ((1 - numpy.cos(numpy.linspace(0, numpy.pi, 20001))) / 2 * BOUND)[1:]
    square = x * x / BOUND**2
    true = numpy.tanh(x)
    above = square[:, None] ** numpy.arange(ABOVE + 1)
    below = square[:, None] ** numpy.arange(1, BELOW + 1)
    weight, divisor, best = numpy.ones_like(x), numpy.ones_like(x), None
    for _ in range(60):
        # x P - tanh · (Q - 1) = tanh
        scale = weight / divisor
        rows = numpy.hstack([x[:, None] * above, -true[:, None] * below]) * scale[:, None]
        found = numpy.linalg.lstsq(rows, true * scale, rcond=None)[0]
        p, q = found[: ABOVE + 1], found[ABOVE + 1 :]
        divisor = 1 + below @ q
        errors = abs(x * (above @ p) / divisor - true)
        if best is None or errors.max() < best[0]:
            best = errors.max(), p, numpy.r_[1, q]
        weight = weight * (errors / errors.max() + 1e-3) ** 0.3
        weight /= weight.max()
    error, p, q = best
    return error, p / BOUND ** (2 * numpy.arange(ABOVE + 1)), q / BOUND ** (2 * numpy.arange(BELOW + 1))


def error_in_floats(p, q):
    x = numpy.linspace(-12, 12, 400001).astype(numpy.float32)
    bounded = numpy.clip(x, numpy.float32(-BOUND), numpy.float32(BOUND))
    square = bounded * bounded

    def polynomial(coefficients):
        total = numpy.float32(coefficients[-1])
        for value in coefficients[-2::-1]:
            total = total * square + numpy.float32(value)
        return total

    return abs(bounded * (polynomial(p) / polynomial(q)) - numpy.tanh(x.astype(float))).max()


error, p, q = fit()
print("error", error, "in floats", error_in_floats(p, q))
print("P", p.tolist())
print("Q", q.tolist())
