"""Functions of torchmetrics, unmodified, in JAX code: values, `jit` and gradients.

    wrap_torchmetrics.py [--only mean,pairwise] [--missing]

Needs torchmetrics: `pip install --no-deps torchmetrics lightning-utilities packaging`, for example with
`--target /tmp/libs/torchmetrics`. Under `jit` its checks of values are off (`validate_args=False`).
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

sys.path[:0] = [str(Path(__file__).parent.parent), "/tmp/libs/torchmetrics"]

import torchmetrics.functional as metrics  # noqa: E402
from support.wrapped import call, run  # noqa: E402

import ivy  # noqa: E402

G = np.random.default_rng(0)
VALUES = ("eager", "jit")
EAGER = ("eager",)
CASES: dict = {}


def unit(*shape: int) -> np.ndarray:
    return G.uniform(0.05, 0.95, shape).astype(np.float32)


def whole(high: int, *shape: int) -> np.ndarray:
    return G.integers(0, high, shape)


def _same(names: str, make) -> None:
    CASES.update(dict.fromkeys(names.split(), make))


_same(
    "concordance_corrcoef explained_variance log_cosh_error mean_absolute_error mean_squared_error "
    "mean_absolute_percentage_error mean_squared_log_error normalized_root_mean_squared_error "
    "pearson_corrcoef r2_score relative_squared_error symmetric_mean_absolute_percentage_error "
    "weighted_mean_absolute_percentage_error tweedie_deviance_score scale_invariant_signal_noise_ratio "
    "scale_invariant_signal_distortion_ratio signal_noise_ratio",
    lambda: call(unit(10), unit(10)),
)
_same("cosine_similarity", lambda: call(unit(4, 5), unit(4, 5)))
_same("spearman_corrcoef kendall_rank_corrcoef", lambda: call(unit(8), unit(8), ways=EAGER))
_same("minkowski_distance", lambda: call(unit(10), unit(10), 3))
_same("critical_success_index", lambda: call(unit(10), unit(10), 0.5, ways=VALUES))
_same("kl_divergence", lambda: call(unit(3, 4), unit(3, 4)))
_same(
    "pairwise_cosine_similarity pairwise_euclidean_distance pairwise_linear_similarity "
    "pairwise_manhattan_distance pairwise_minkowski_distance",
    lambda: call(unit(4, 3), unit(5, 3)),
)
for _task, _shape, _options in (
    ("binary", (12,), {}),
    ("multiclass", (12, 3), {"num_classes": 3}),
    ("multilabel", (12, 3), {"num_labels": 3}),
):
    _target = (lambda: whole(3, 12)) if _task == "multiclass" else (lambda s=_shape: whole(2, *s))
    for _name in (
        "accuracy cohen_kappa confusion_matrix f1_score fbeta_score hamming_distance jaccard_index "
        "matthews_corrcoef precision recall specificity stat_scores negative_predictive_value "
        "auroc average_precision calibration_error hinge_loss roc precision_recall_curve exact_match"
    ).split():
        if _task == "multilabel" and _name in ("cohen_kappa", "calibration_error", "hinge_loss"):
            continue
        if _task == "binary" and _name == "exact_match":
            continue
        more = {"thresholds": 5} if _name in ("auroc", "average_precision", "roc") else {}
        more |= {"thresholds": 5} if _name == "precision_recall_curve" else {}
        if _name == "exact_match" and _task == "multiclass":
            CASES[f"{_name}.{_task}"] = lambda: call(
                whole(3, 4, 5), whole(3, 4, 5), "multiclass", num_classes=3, ways=VALUES
            )
        else:
            CASES[f"{_name}.{_task}"] = lambda s=_shape, t=_target, k=_task, o=_options, m=more: (
                call(unit(*s), t(), k, validate_args=False, ways=VALUES, **o, **m)
            )
_same("perplexity", lambda: call(unit(2, 5, 4), whole(4, 2, 5)))
_same("fleiss_kappa", lambda: call(whole(5, 4, 3), ways=VALUES))
_same(
    "cramers_v theils_u tschuprows_t pearsons_contingency_coefficient",
    lambda: call(whole(3, 20), whole(3, 20), ways=EAGER),
)
_same(
    "retrieval_average_precision retrieval_fall_out retrieval_hit_rate retrieval_normalized_dcg "
    "retrieval_precision retrieval_r_precision retrieval_recall retrieval_reciprocal_rank",
    lambda: call(unit(8), np.array([1, 0, 1, 0, 0, 1, 0, 1]), ways=EAGER),
)
_same("image_gradients", lambda: call(unit(1, 1, 6, 6)))
_same("total_variation", lambda: call(unit(1, 3, 6, 6)))
_same(
    "peak_signal_noise_ratio structural_similarity_index_measure",
    lambda: call(unit(1, 3, 16, 16), unit(1, 3, 16, 16), data_range=1.0),
)
_same(
    "universal_image_quality_index spectral_angle_mapper error_relative_global_dimensionless_synthesis",
    lambda: call(unit(1, 3, 16, 16), unit(1, 3, 16, 16)),
)
_same(
    "root_mean_squared_error_using_sliding_window",
    lambda: call(unit(1, 3, 16, 16), unit(1, 3, 16, 16), 4),
)
_same("spectral_distortion_index", lambda: call(unit(1, 3, 16, 16), unit(1, 3, 16, 16)))
_same("signal_distortion_ratio", lambda: call(unit(64), unit(64), filter_length=8))

if __name__ == "__main__":
    wrapped = ivy.wrap(metrics, "jax", fallback="error")

    def find(path: str) -> tuple:
        name = path.partition(".")[0]
        return getattr(metrics, name), getattr(wrapped, name)

    run("wrap_torchmetrics", CASES, find)
