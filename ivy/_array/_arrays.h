/* Access to `ivy.Array`: its slot, creation, and indices. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <structmember.h>

/* Set by `setup`. */
static PyTypeObject *array_type; /* ivy.Array */
static Py_ssize_t value_offset;  /* offset of its slot `_value` */
static PyObject *current;        /* the ContextVar of the current backend */
static PyTypeObject *dtype_type; /* numpy.dtype */

static PyObject *
setup(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *array, *variable, *dtype;
    if (!PyArg_ParseTuple(args, "O!O!O!:setup", &PyType_Type, &array, &PyContextVar_Type, &variable,
                          &PyType_Type, &dtype))
        return NULL;
    PyObject *member = PyObject_GetAttrString(array, "_value");
    if (!member)
        return NULL;
    if (!Py_IS_TYPE(member, &PyMemberDescr_Type) ||
        ((PyMemberDescrObject *)member)->d_member->type != T_OBJECT_EX) {
        Py_DECREF(member);
        PyErr_SetString(PyExc_TypeError, "_value is not a slot");
        return NULL;
    }
    value_offset = ((PyMemberDescrObject *)member)->d_member->offset;
    Py_DECREF(member);
    Py_XSETREF(array_type, (PyTypeObject *)Py_NewRef(array));
    Py_XSETREF(current, Py_NewRef(variable));
    Py_XSETREF(dtype_type, (PyTypeObject *)Py_NewRef(dtype));
    Py_RETURN_NONE;
}

static inline PyObject **
slot_of(PyObject *array)
{
    return (PyObject **)((char *)array + value_offset);
}

/* An argument with backend arrays in place of `ivy.Array`; NULL if it contains anything else. */
static PyObject *
unwrapped(PyObject *x, char kind, int *wraps)
{
    if (Py_TYPE(x) == array_type) {
        *wraps = 1;
        return Py_XNewRef(*slot_of(x));
    }
    if (kind != 'A' && kind != 'X')
        return Py_NewRef(x);
    if (!PyList_CheckExact(x) && !PyTuple_CheckExact(x))
        return NULL;
    Py_ssize_t n = PySequence_Fast_GET_SIZE(x);
    if (!n || Py_TYPE(PySequence_Fast_GET_ITEM(x, 0)) != array_type)
        return Py_NewRef(x);
    *wraps = 1;
    PyObject *list = PyList_New(n);
    for (Py_ssize_t i = 0; list && i < n; i++) {
        PyObject *item = i < PySequence_Fast_GET_SIZE(x) ? PySequence_Fast_GET_ITEM(x, i) : NULL;
        PyObject *value = item && Py_TYPE(item) == array_type ? *slot_of(item) : NULL;
        if (value)
            PyList_SET_ITEM(list, i, Py_NewRef(value));
        else
            Py_CLEAR(list);
    }
    return list;
}

/* Wraps a result in an `ivy.Array`; one of the usual type needs no call of `canonical`. */
typedef struct {
    PyObject_HEAD
    vectorcallfunc call;
    PyObject *usual;
    PyObject *canonical;
} Wrap;

static PyObject *
wrapped(Wrap *self, PyObject *value)
{
    PyObject *array;
    if ((PyObject *)Py_TYPE(value) == self->usual)
        Py_INCREF(value);
    else if (!(value = PyObject_CallOneArg(self->canonical, value)))
        return NULL;
    array = array_type->tp_alloc(array_type, 0);
    if (array)
        *slot_of(array) = value;
    else
        Py_DECREF(value);
    return array;
}

static PyObject *
Wrap_call(PyObject *self, PyObject *const *args, size_t flags, PyObject *names)
{
    if (PyVectorcall_NARGS(flags) == 1 && !names)
        return wrapped((Wrap *)self, args[0]);
    PyErr_SetString(PyExc_TypeError, "it takes one array");
    return NULL;
}

static PyObject *
Wrap_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *usual, *canonical;
    if (!PyArg_ParseTuple(args, "O!O:Wrap", &PyType_Type, &usual, &canonical))
        return NULL;
    Wrap *self = (Wrap *)type->tp_alloc(type, 0);
    if (self) {
        self->call = Wrap_call;
        self->usual = Py_NewRef(usual);
        self->canonical = Py_NewRef(canonical);
    }
    return (PyObject *)self;
}

static int
Wrap_traverse(Wrap *self, visitproc visit, void *arg)
{
    Py_VISIT(self->usual);
    Py_VISIT(self->canonical);
    return 0;
}

static int
Wrap_clear(Wrap *self)
{
    Py_CLEAR(self->usual);
    Py_CLEAR(self->canonical);
    return 0;
}

static void
Wrap_dealloc(Wrap *self)
{
    PyObject_GC_UnTrack(self);
    Wrap_clear(self);
    Py_TYPE(self)->tp_free(self);
}

static PyTypeObject WrapType = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "ivy._array._enter.Wrap",
    .tp_doc = "Wrap(usual, canonical): makes an ivy.Array of a result.",
    .tp_basicsize = sizeof(Wrap),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL,
    .tp_vectorcall_offset = offsetof(Wrap, call),
    .tp_call = PyVectorcall_Call,
    .tp_new = Wrap_new,
    .tp_traverse = (traverseproc)Wrap_traverse,
    .tp_clear = (inquiry)Wrap_clear,
    .tp_dealloc = (destructor)Wrap_dealloc,
};

static inline int
is_bound(PyObject *x)
{
    return x == Py_None || PyLong_CheckExact(x);
}

/* Whether `k` is an index in range; -1 with an exception if the length is not a number. */
static int
is_in_range(PyObject *k, PyObject *length)
{
    Py_ssize_t size = PyNumber_AsSsize_t(length, NULL), at = PyNumber_AsSsize_t(k, NULL); /* clipped */
    return PyErr_Occurred() ? -1 : -size <= at && at < size;
}

/* See `_is_basic` in indexing.py. */
static PyObject *
is_basic(PyObject *Py_UNUSED(module), PyObject *const *args, Py_ssize_t n)
{
    if (n != 2 || !PyTuple_Check(args[0])) {
        PyErr_SetString(PyExc_TypeError, "is_basic(key, shape)");
        return NULL;
    }
    PyObject *key = args[0], *shape = PySequence_Tuple(args[1]);
    if (!shape)
        return NULL;
    Py_ssize_t axis = 0, axes = PyTuple_GET_SIZE(shape);
    int basic = 1;
    for (Py_ssize_t i = 0; basic > 0 && i < PyTuple_GET_SIZE(key); i++) {
        PyObject *k = PyTuple_GET_ITEM(key, i);
        if (k == Py_None)
            continue;
        if (PySlice_Check(k)) {
            PySliceObject *s = (PySliceObject *)k;
            basic = is_bound(s->start) && is_bound(s->stop) && is_bound(s->step);
        } else if (!PyLong_CheckExact(k))
            basic = 0;
        else if (axis < axes)
            basic = is_in_range(k, PyTuple_GET_ITEM(shape, axis));
        axis++;
    }
    Py_DECREF(shape);
    return basic < 0 ? NULL : PyBool_FromLong(basic && axis <= axes);
}
