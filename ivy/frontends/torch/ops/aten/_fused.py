"""Steps of optimizers for all parameters at once."""

from ivy.frontends import _publish
from ivy.frontends.torch.nn import _steps as steps


def _fused_adagrad(
    self,
    grads,
    state_sums,
    state_steps,
    *,
    lr,
    lr_decay,
    weight_decay,
    eps,
    maximize,
    grad_scale=None,
    found_inf=None,
):
    def step(state, gradient, count):
        gradient = steps.decayed(gradient, state[0], weight_decay, maximize)
        return steps.adagrad(state, gradient, count, lr, lr_decay, eps)

    states = [self, state_sums]
    moved, grads = steps.run(step, states, grads, state_steps, grad_scale, found_inf)
    return moved[0], grads, moved[1], state_steps


def _fused_adam(
    self,
    grads,
    exp_avgs,
    exp_avg_sqs,
    max_exp_avg_sqs,
    state_steps,
    *,
    lr,
    beta1,
    beta2,
    weight_decay,
    eps,
    amsgrad,
    maximize,
    grad_scale=None,
    found_inf=None,
):
    def step(state, gradient, count):
        gradient = steps.decayed(gradient, state[0], weight_decay, maximize)
        return steps.adam(state, gradient, count, lr, (beta1, beta2), eps, amsgrad)

    states = [self, exp_avgs, exp_avg_sqs] + [max_exp_avg_sqs] * amsgrad
    moved, grads = steps.run(step, states, grads, state_steps, grad_scale, found_inf)
    return moved[0], grads, moved[1], moved[2], moved[3] if amsgrad else max_exp_avg_sqs


def _fused_adamw(
    self,
    grads,
    exp_avgs,
    exp_avg_sqs,
    max_exp_avg_sqs,
    state_steps,
    *,
    lr,
    beta1,
    beta2,
    weight_decay,
    eps,
    amsgrad,
    maximize,
    grad_scale=None,
    found_inf=None,
):
    def step(state, gradient, count):
        state = (steps.shrunk(state[0], lr * weight_decay), *state[1:])
        gradient = -gradient if maximize else gradient
        return steps.adam(state, gradient, count, lr, (beta1, beta2), eps, amsgrad)

    states = [self, exp_avgs, exp_avg_sqs] + [max_exp_avg_sqs] * amsgrad
    moved, grads = steps.run(step, states, grads, state_steps, grad_scale, found_inf)
    return moved[0], grads, moved[1], moved[2], moved[3] if amsgrad else max_exp_avg_sqs


def _fused_sgd(
    self,
    grads,
    momentum_buffer_list,
    *,
    weight_decay,
    momentum,
    lr,
    dampening,
    nesterov,
    maximize,
    is_first_step,
    grad_scale=None,
    found_inf=None,
):
    def step(state, gradient, _):
        gradient = steps.decayed(gradient, state[0], weight_decay, maximize)
        return steps.sgd(state, gradient, lr, momentum, dampening, nesterov, is_first_step)

    states = [self] + [momentum_buffer_list] * bool(momentum_buffer_list)
    moved, grads = steps.run(step, states, grads, [None] * len(self), grad_scale, found_inf)
    return moved[0], grads, moved[1] if momentum_buffer_list else momentum_buffer_list


_publish.publish(__name__, native="torch.ops.aten")
