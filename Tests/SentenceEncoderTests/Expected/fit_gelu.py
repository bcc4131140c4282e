#!/usr/bin/env python3
"""Fits the rational function of `VectorMath.gelu`: erf(x/√2) = x P(x²) / Q(x²) for |x| <= 5.5, P and Q of degree 5.

    venv/bin/pip install numpy scipy && venv/bin/python fit_gelu.py

Prints the coefficients, of x⁰ first, as 32-bit floats, and the greatest error of x/2 · erf(x/√2), which is minimized: by
differential correction (Cheney & Loeb 1961; Barrodale, Powell & Roberts 1972), each step of which is a linear program.
"""

import numpy
from scipy.optimize import linprog
from scipy.special import erf

BOUND, ABOVE, BELOW = 5.5, 5, 5


def fit():
    x = numpy.cos(numpy.linspace(0, numpy.pi / 2, 1500)) * BOUND
    x = x[x > 1e-6]
    square = (x / BOUND) ** 2
    true, weight = erf(x / numpy.sqrt(2)), 0.5 * x
    above = numpy.vander(square, ABOVE + 1, increasing=True) * x[:, None]
    below = numpy.vander(square, BELOW + 1, increasing=True)
    divisor, error, best = numpy.ones_like(x), 1e-2, None
    for _ in range(60):
        upper = [weight * true - error, -weight * true - error]
        rows = [numpy.hstack([-sign * weight[:, None] * above, part[:, None] * below[:, 1:], -divisor[:, None]])
                for sign, part in zip((1, -1), upper)]
        cost = numpy.r_[numpy.zeros(ABOVE + 1 + BELOW), 1]
        bounds = [(None, None)] * (ABOVE + 1) + [(-1e4, 1e4)] * BELOW + [(None, None)]
        step = linprog(cost, numpy.vstack(rows), -numpy.concatenate(upper), bounds=bounds, method="highs-ds")
        if step.status != 0:
            break
        p, q = step.x[:ABOVE + 1], numpy.r_[1, step.x[ABOVE + 1:-1]]
        divisor = below @ q
        found = (weight * abs(true - above @ p / divisor)).max()
        if best is None or found < best[0]:
            best = found, p / BOUND ** (2 * numpy.arange(ABOVE + 1)), q / BOUND ** (2 * numpy.arange(BELOW + 1))
        if abs(error - found) < 1e-12:
            break
        error = found
    return best


error, p, q = fit()
print("error", error)
print("P", [float(numpy.float32(value)) for value in p])
print("Q", [float(numpy.float32(value)) for value in q])
