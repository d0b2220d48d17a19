/* A plan of one step: a call of a backend function with constants besides the arrays.

`def plan(x): return wrap(f(x, 1))` without a Python frame. */

#define MOST_TAKEN 16

typedef struct {
    PyObject_HEAD
    vectorcallfunc call;
    PyObject *function;
    PyObject *constants; /* a tuple: the constant of each position, NotImplemented for an argument */
    PyObject *names;     /* of keyword arguments, the last ones; or NULL */
    PyObject *wrap;      /* a Wrap, or NULL */
    PyObject *otherwise; /* called instead if the first array has more than `most` bytes, or NULL */
    Py_ssize_t most, count;
    unsigned char places[MOST_TAKEN]; /* indices of the arguments of the plan */
} Step;

/* -1 with an exception if the size is unknown. */
static int
has_more_bytes(PyObject *array, Py_ssize_t most)
{
    PyObject *size = PyObject_GetAttr(array, str_nbytes);
    Py_ssize_t bytes = size ? PyLong_AsSsize_t(size) : -1;
    Py_XDECREF(size);
    return PyErr_Occurred() ? -1 : bytes > most;
}

static PyObject *
Step_call(PyObject *object, PyObject *const *args, size_t flags, PyObject *names)
{
    Step *self = (Step *)object;
    Py_ssize_t given = PyVectorcall_NARGS(flags), named = self->names ? PyTuple_GET_SIZE(self->names) : 0;
    PyObject *out = NULL, *stack[MOST_TAKEN + 1], **first = stack + 1;
    for (Py_ssize_t i = 0; i < self->count; i++) {
        first[i] = PyTuple_GET_ITEM(self->constants, i);
        if (first[i] == Py_NotImplemented) {
            if (self->places[i] >= given || names) {
                PyErr_SetString(PyExc_TypeError, "a plan takes its arrays by position");
                return NULL;
            }
            first[i] = args[self->places[i]];
        }
    }
    int large = self->otherwise ? has_more_bytes(args[0], self->most) : 0;
    size_t positional = (size_t)(self->count - named) | PY_VECTORCALL_ARGUMENTS_OFFSET;
    if (large == 0)
        out = PyObject_Vectorcall(self->function, first, positional, self->names);
    else if (large > 0)
        out = PyObject_CallOneArg(self->otherwise, args[0]);
    if (out && self->wrap)
        Py_SETREF(out, wrapped((Wrap *)self->wrap, out));
    return out;
}

static int
Step_traverse(Step *self, visitproc visit, void *arg)
{
    Py_VISIT(self->function);
    Py_VISIT(self->constants);
    Py_VISIT(self->wrap);
    Py_VISIT(self->otherwise);
    return 0;
}

static int
Step_clear(Step *self)
{
    self->count = 0;
    Py_CLEAR(self->constants);
    Py_CLEAR(self->names);
    Py_CLEAR(self->wrap);
    Py_CLEAR(self->otherwise);
    Py_XSETREF(self->function, Py_NewRef(Py_None)); /* calling None raises a TypeError */
    return 0;
}

static void
Step_dealloc(Step *self)
{
    PyObject_GC_UnTrack(self);
    Step_clear(self);
    Py_XDECREF(self->function);
    Py_TYPE(self)->tp_free(self);
}

static PyObject *
Step_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *function, *places, *constants, *names, *wrap, *otherwise;
    Py_ssize_t most;
    if (!PyArg_ParseTuple(args, "OO!O!O!OnO:Step", &function, &PyTuple_Type, &places, &PyTuple_Type,
                          &constants, &PyTuple_Type, &names, &wrap, &most, &otherwise))
        return NULL;
    Py_ssize_t count = PyTuple_GET_SIZE(constants);
    if (count > MOST_TAKEN || PyTuple_GET_SIZE(places) != count || PyTuple_GET_SIZE(names) > count ||
        (wrap != Py_None && !Py_IS_TYPE(wrap, &WrapType))) {
        PyErr_SetString(PyExc_ValueError, "Step(function, places, constants, names, wrap, most, otherwise)");
        return NULL;
    }
    Step *self = (Step *)type->tp_alloc(type, 0);
    if (!self)
        return NULL;
    for (Py_ssize_t i = 0; i < count; i++)
        self->places[i] = (unsigned char)PyLong_AsLong(PyTuple_GET_ITEM(places, i));
    self->call = Step_call;
    self->count = count;
    self->function = Py_NewRef(function);
    self->constants = Py_NewRef(constants);
    self->names = PyTuple_GET_SIZE(names) ? Py_NewRef(names) : NULL;
    self->wrap = wrap == Py_None ? NULL : Py_NewRef(wrap);
    self->most = most;
    self->otherwise = otherwise == Py_None ? NULL : Py_NewRef(otherwise);
    if (PyErr_Occurred())
        Py_CLEAR(self);
    return (PyObject *)self;
}

static PyTypeObject StepType = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "ivy._array._enter.Step",
    .tp_doc = "Step(function, places, constants, names, wrap, most, otherwise): a plan of one call.",
    .tp_basicsize = sizeof(Step),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL,
    .tp_vectorcall_offset = offsetof(Step, call),
    .tp_call = PyVectorcall_Call,
    .tp_new = Step_new,
    .tp_traverse = (traverseproc)Step_traverse,
    .tp_clear = (inquiry)Step_clear,
    .tp_dealloc = (destructor)Step_dealloc,
};
