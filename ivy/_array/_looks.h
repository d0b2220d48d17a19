/* The parts of keys that an `Enter` keeps, one `Look` per parameter.

An array is described by its type and dtype, a constant by itself. Looking at an array may run foreign
code (its attributes); comparing looks does not. */

static PyObject *str_dtype, *str_nbytes, *str_ndim, *str_shape;

typedef struct {
    PyObject *type;    /* of an array; NULL for a constant */
    PyObject *mark;    /* the dtype of an array; a constant; a shape */
    PyObject *ndim;    /* if part of the key */
    Py_ssize_t length; /* of a list */
} Look;

static void
clear_look(Look *look)
{
    Py_CLEAR(look->type);
    Py_CLEAR(look->mark);
    Py_CLEAR(look->ndim);
}

static inline int
is_number(PyObject *x)
{
    return PyFloat_CheckExact(x) || PyLong_CheckExact(x) || PyBool_Check(x) || x == Py_None;
}

/* Whether constants are interchangeable: identical, or equal numbers, strings or tuples of them. */
static int
is_alike(PyObject *a, PyObject *b)
{
    if (a == b)
        return 1;
    if (Py_TYPE(a) != Py_TYPE(b))
        return 0;
    if (PyLong_CheckExact(a)) {
        int over_a, over_b;
        long long x = PyLong_AsLongLongAndOverflow(a, &over_a);
        long long y = PyLong_AsLongLongAndOverflow(b, &over_b);
        return !over_a && !over_b && x == y;
    }
    if (PyFloat_CheckExact(a)) { /* bitwise: 0.0 is not -0.0 */
        double x = PyFloat_AS_DOUBLE(a), y = PyFloat_AS_DOUBLE(b);
        return memcmp(&x, &y, sizeof x) == 0;
    }
    if (PyUnicode_CheckExact(a))
        return PyUnicode_GET_LENGTH(a) == PyUnicode_GET_LENGTH(b) && PyUnicode_Compare(a, b) == 0;
    if (PyTuple_Check(a)) {
        Py_ssize_t n = PyTuple_GET_SIZE(a);
        if (PyTuple_GET_SIZE(b) != n)
            return 0;
        for (Py_ssize_t i = 0; i < n; i++)
            if (!is_alike(PyTuple_GET_ITEM(a, i), PyTuple_GET_ITEM(b, i)))
                return 0;
        return 1;
    }
    return 0;
}

static inline int
is_same(const Look *a, const Look *b)
{
    if (a->type != b->type || a->ndim != b->ndim || a->length != b->length)
        return 0;
    return a->mark == b->mark || (!a->type && is_alike(a->mark, b->mark));
}

/* Whether a constant is immutable, so that identity implies equality. */
static int
is_constant(PyObject *x)
{
    if (is_number(x) || PyUnicode_CheckExact(x) || PyComplex_CheckExact(x) || PyType_Check(x))
        return 1;
    if (PyObject_TypeCheck(x, dtype_type))
        return 1;
    if (!PyTuple_CheckExact(x))
        return 0;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(x); i++)
        if (!is_constant(PyTuple_GET_ITEM(x, i)))
            return 0;
    return 1;
}

static int
look_at_array(PyObject *x, int with_ndim, Look *look)
{
    look->type = Py_NewRef(Py_TYPE(x));
    look->mark = PyObject_GetAttr(x, str_dtype);
    if (look->mark && with_ndim)
        look->ndim = PyObject_GetAttr(x, str_ndim);
    return look->mark && (look->ndim || !with_ndim);
}

/* A list of arrays of one type and dtype; other lists are left to the entry. */
static int
look_at_list(PyObject *list, int with_ndim, Look *look)
{
    PyObject *first = PySequence_Fast_GET_SIZE(list) ? PySequence_Fast_GET_ITEM(list, 0) : NULL;
    if (!first || Py_TYPE(first) == array_type)
        return 0;
    Py_INCREF(first);
    int ok = look_at_array(first, with_ndim, look);
    Py_DECREF(first);
    for (Py_ssize_t i = 1; ok && i < PySequence_Fast_GET_SIZE(list); i++) {
        PyObject *item = Py_NewRef(PySequence_Fast_GET_ITEM(list, i));
        PyObject *dtype = PyObject_GetAttr(item, str_dtype);
        ok = (PyObject *)Py_TYPE(item) == look->type && dtype == look->mark;
        Py_DECREF(item);
        Py_XDECREF(dtype);
    }
    look->length = PySequence_Fast_GET_SIZE(list);
    return ok;
}

static PyObject *
shape_of(PyObject *x)
{
    if (is_number(x))
        return Py_NewRef(Py_None);
    PyObject *shape = PyObject_GetAttr(x, str_shape);
    if (shape && !PyTuple_Check(shape))
        Py_CLEAR(shape);
    return shape;
}

static PyObject *
shapes_of(PyObject *list)
{
    Py_ssize_t n = PySequence_Fast_GET_SIZE(list);
    PyObject *shapes = PyTuple_New(n);
    for (Py_ssize_t i = 0; shapes && i < n; i++) {
        PyObject *shape = NULL;
        if (i < PySequence_Fast_GET_SIZE(list)) { /* still true? foreign code may have run */
            PyObject *item = Py_NewRef(PySequence_Fast_GET_ITEM(list, i));
            shape = shape_of(item);
            Py_DECREF(item);
        }
        if (shape)
            PyTuple_SET_ITEM(shapes, i, shape);
        else
            Py_CLEAR(shapes);
    }
    return shapes;
}

/* Kinds of parameters, and their part of the key.
   a  an array or a number       type and dtype, or the number
   x  the same                   and the number of axes
   A  a list of arrays           length; the common type and dtype
   X  the same                   and the number of axes of the first
   o  an operand                 type and dtype, or the type of a number
   c  another argument           itself; not passed to the plan
   s  an array or a number       the lengths of its axes
   S  a list of arrays           those of each */
static int
look_at(char kind, PyObject *x, Look *look)
{
    switch (kind) {
    case 'c':
        look->mark = Py_NewRef(x);
        return 1;
    case 'o':
        if ((is_number(x) && x != Py_None) || PyComplex_CheckExact(x)) {
            look->type = Py_NewRef(Py_TYPE(x));
            return 1;
        }
        return look_at_array(x, 0, look);
    case 'a':
    case 'x':
        if (is_number(x)) {
            look->mark = Py_NewRef(x);
            return 1;
        }
        return look_at_array(x, kind == 'x', look);
    case 's':
        return (look->mark = shape_of(x)) != NULL;
    default:
        if (!PyList_CheckExact(x) && !PyTuple_CheckExact(x))
            return 0;
        if (kind == 'S')
            return (look->mark = shapes_of(x)) != NULL;
        return look_at_list(x, kind == 'X', look);
    }
}
