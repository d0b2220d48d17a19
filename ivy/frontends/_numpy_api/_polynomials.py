"""Polynomials as vectors of coefficients, the highest power first."""

from __future__ import annotations

import operator

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api._rules import Rules, flat, kind


class Polynomials(Rules):
    """Polynomials."""

    def _coefficients(self, *ps):
        arrays = [ivy.reshape(p, (1,)) if not len(p.shape) else p for p in map(self.array, ps)]
        return self.promote(*arrays)

    def polyval(self, p, x):
        p, x = self.promote(p, x)
        y = ivy.zeros(x.shape, dtype=ivy.dtype(x))
        for i in range(p.shape[0]):
            y = ivy.add(ivy.multiply(y, x), p[i])
        return y

    def polyadd(self, a1, a2):
        return self._joined(ivy.add, a1, a2)

    def polysub(self, a1, a2):
        return self._joined(ivy.subtract, a1, a2)

    def _joined(self, op, a1, a2):
        a, b = self._coefficients(a1, a2)
        n = max(a.shape[0], b.shape[0])
        a, b = (ivy.pad(v, [(n - v.shape[0], 0)]) for v in (a, b))
        return op(a, b)

    def polymul(self, a1, a2):
        a, b = (self.leading(v) for v in self._coefficients(a1, a2))
        return self.convolve(a, b)

    def leading(self, p):
        """`p` without leading zeros, where the source drops them."""
        values = ivy.to_numpy(p)
        hits = np.flatnonzero(values)
        return p[int(hits[0]) :] if hits.size else p[:0]

    def polydiv(self, u, v):
        a, b = self.promote_inexact(*self._coefficients(u, v))
        m, n = a.shape[0] - 1, b.shape[0] - 1
        scale = self.number(1, b) / b[0]
        quotient, rest = [], a
        for k in range(max(m - n + 1, 0)):
            d = ivy.multiply(scale, rest[k])
            quotient.append(d)
            update = ivy.pad(ivy.multiply(b, d), [(k, m - n - k)])
            rest = ivy.subtract(rest, update)
        q = ivy.stack(quotient, axis=0) if quotient else ivy.zeros((1,), dtype=ivy.dtype(a))
        return q, self.remainder_of(rest)

    def remainder_of(self, rest):
        """The remainder of a division without the leading coefficients that vanish."""
        values = ivy.to_numpy(rest)
        start = 0
        while start < values.shape[0] - 1 and np.allclose(values[start], 0, rtol=1e-14):
            start += 1
        return rest[start:]

    def polyder(self, p, m=1):
        m = operator.index(m)
        if m < 0:
            raise ValueError("Order of derivative must be positive (see polyint)")
        p = self.derived(self.array(p))
        for _ in range(m):
            n = p.shape[0] - 1
            powers = ivy.constant(np.arange(max(n, 0), 0, -1))
            p = ivy.multiply(p[:-1], self.cast(powers, ivy.dtype(p)))
        return p

    def derived(self, p):
        """Coefficients in the dtype of a derivative."""
        return self.cast(p, self.common(p, ivy.zeros((1,), dtype=self.int_)))

    def polyint(self, p, m=1, k=None):
        m = operator.index(m)
        if m < 0:
            raise ValueError("Order of integral must be positive (see polyder)")
        p = self.array(p)
        k = ivy.zeros((m,), dtype=self.float_) if k is None else flat(self.array(k))
        if k.shape[0] == 1 and m > 1:
            k = ivy.broadcast_to(k, (m,))
        if k.shape[0] < m:
            raise ValueError("k must be a scalar or a rank-1 array of length 1 or >m.")
        p = self.cast(p, self.integrated(p, k))
        k = self.cast(k, ivy.dtype(p))
        for i in range(m):
            powers = ivy.constant(np.arange(p.shape[0], 0, -1))
            p = ivy.divide(p, self.cast(powers, ivy.dtype(p)))
            p = ivy.concat([p, k[i : i + 1]], axis=0)
        return p

    def integrated(self, p, k):
        """The dtype of an integral."""
        return self.inexact_dtype(self.common(p, k))

    def poly(self, seq_of_zeros):
        x = self.array(seq_of_zeros)
        if len(x.shape) == 2 and x.shape[0] == x.shape[1] and x.shape[0]:
            x = self.eigenvalues(x)
        elif len(x.shape) == 1:
            x = self.zeros_dtype(x)
        elif not len(x.shape):
            x = ivy.reshape(x, (1,))
        else:
            raise ValueError("input must be 1d or non-empty square 2d array.")
        found = ivy.ones((1,), dtype=ivy.dtype(x))
        for i in range(x.shape[0]):
            below = ivy.pad(ivy.multiply(found, x[i]), [(1, 0)])
            found = ivy.subtract(ivy.pad(found, [(0, 1)]), below)
        return self.real_polynomial(found, x)

    def zeros_dtype(self, x):
        """Zeros of a polynomial in the dtype of its coefficients."""
        return x

    def real_polynomial(self, found, zeros):
        """Coefficients whose zeros come in conjugate pairs are real."""
        if kind(found) != "c":
            return found
        values = ivy.to_numpy(zeros)
        paired = np.all(np.sort(values) == np.sort(values.conjugate()))
        return ivy.real(found) if paired else found

    def eigenvalues(self, x):
        """The eigenvalues of a matrix, real if they all are."""
        raise NotImplementedError

    def roots(self, p):
        p = self.array(p)
        if len(p.shape) == 0:
            p = ivy.reshape(p, (1,))
        if len(p.shape) != 1:
            raise ValueError("Input must be a rank-1 array.")
        hits = np.flatnonzero(ivy.to_numpy(p))
        if not hits.size:
            return ivy.zeros((0,), dtype=self.roots_dtype(p))
        trailing = p.shape[0] - int(hits[-1]) - 1
        p = self.inexact(p[int(hits[0]) : int(hits[-1]) + 1])
        n = p.shape[0]
        if n < 2:
            return ivy.zeros((trailing,), dtype=self.roots_dtype(p))
        below = ivy.eye(n - 1, k=-1, dtype=ivy.dtype(p))
        first = ivy.expand_dims(ivy.divide(ivy.negative(p[1:]), p[0]), axis=0)
        found = self.eigenvalues(ivy.concat([first, below[1:]], axis=0))
        return ivy.concat([found, ivy.zeros((trailing,), dtype=ivy.dtype(found))], axis=0)

    def roots_dtype(self, p):
        """The dtype of roots where there are none."""
        return self.inexact_dtype(ivy.dtype(p))

    def polyfit(self, x, y, deg, rcond=None, full=False, w=None, cov=False):
        order = operator.index(deg) + 1
        x, y = self.promote_inexact(self.array(x), self.array(y))
        if order < 1:
            raise ValueError("expected deg >= 0")
        if len(x.shape) != 1:
            raise TypeError("expected 1D vector for x")
        if not x.shape[0]:
            raise TypeError("expected non-empty vector for x")
        if len(y.shape) not in (1, 2):
            raise TypeError("expected 1D or 2D array for y")
        if x.shape[0] != y.shape[0]:
            raise TypeError("expected x and y to have same length")
        if rcond is None:
            rcond = x.shape[0] * dtypes.epsilon(dtypes.real_of(ivy.dtype(x)))
        lhs, rhs = self.vander(x, order), y
        if w is not None:
            w = self.cast(self.array(w), ivy.dtype(y))
            if len(w.shape) != 1 or w.shape[0] != y.shape[0]:
                raise TypeError("expected a 1-d array for weights")
            column = ivy.expand_dims(w, axis=1)
            lhs, rhs = lhs * column, rhs * (column if len(rhs.shape) == 2 else w)
        scale = ivy.sqrt(ivy.sum(ivy.square(ivy.abs(lhs)), axis=0))
        lhs = ivy.divide(lhs, self.cast(scale, ivy.dtype(lhs)))
        c, residuals, rank, s = self.least_squares(lhs, rhs, rcond)
        scale = self.cast(scale, ivy.dtype(c))
        c = ivy.divide(c, ivy.expand_dims(scale, axis=1) if len(c.shape) == 2 else scale)
        if full:
            return c, residuals, rank, s, rcond
        if not cov:
            return c
        return c, self._fit_covariance(lhs, scale, residuals, x.shape[0], order, cov, y)

    def _fit_covariance(self, lhs, scale, residuals, count, order, cov, y):
        square = ivy.matmul(ivy.matrix_transpose(lhs), lhs)
        base = self.inverse(square)
        base = ivy.divide(
            base, ivy.multiply(ivy.expand_dims(scale, axis=1), ivy.expand_dims(scale, axis=0))
        )
        if cov == "unscaled":
            return base
        if count <= order:
            raise ValueError(
                "the number of data points must exceed order to scale the covariance matrix"
            )
        factor = ivy.divide(residuals, self.number(count - order, residuals))
        return base * factor if len(y.shape) == 1 else ivy.expand_dims(base, axis=2) * factor

    def least_squares(self, a, b, rcond):
        """As `linalg.lstsq`."""
        raise NotImplementedError

    def inverse(self, x):
        """As `linalg.inv`."""
        raise NotImplementedError
