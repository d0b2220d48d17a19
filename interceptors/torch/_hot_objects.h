/* What the other files of the hot path stand on: names of the Python side, objects that hold references,
 * small questions, rows. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <structmember.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Constants of the module, set by `connect`. */
static PyObject *MISS, *PASS, *ARRAY, *TENSOR, *DTYPE, *NATIVE, *PLAIN, *OP_OVERLOAD;
static PyObject *autocast, *inference, *grad_enabled, *count_modes, *session_var, *forward_ad, *torch_dtypes;
static Py_ssize_t at_array, at_own, at_view;                                    /* of a redirected tensor */
static Py_ssize_t view_shape, view_strides, view_offset, view_dense, view_value, view_version;
static Py_ssize_t store_backend, store_base, store_dirty, store_dtype, store_owner, store_shape, store_storage,
    store_version;
static Py_ssize_t shown_dense, shown_geometry, shown_shelf, shown_whole;
static PyTypeObject *view_type, *store_type;
static PyObject *s_aval, *s_current, *s_current_level, *s_data_ptr, *s_dtype, *s_is_inference, *s_ordered,
    *s_quickly, *s_requires_grad, *s_shape, *s_sources, *s_tracing;

#define SLOT(object, offset) (*(PyObject **)((char *)(object) + (offset)))

enum answer { FOUND, NOT_OURS, FOR_AUTOGRAD, FAILED };

/* ---- objects that hold a row of references ---- */

#define FIELDS 12
typedef struct {
    PyObject_HEAD
    vectorcallfunc call;
    Py_ssize_t depth;
    PyObject *field[FIELDS];
} Holder;

static int
holder_traverse(Holder *self, visitproc visit, void *arg)
{
    for (int i = 0; i < FIELDS; i++)
        Py_VISIT(self->field[i]);
    return 0;
}

static int
holder_clear(Holder *self)
{
    for (int i = 0; i < FIELDS; i++)
        Py_CLEAR(self->field[i]);
    return 0;
}

static void
holder_dealloc(Holder *self)
{
    PyObject_GC_UnTrack(self);
    holder_clear(self);
    Py_TYPE(self)->tp_free((PyObject *)self);
}

/* Fills the fields with the arguments, in their order. */
static int
fill(Holder *self, PyObject *args, Py_ssize_t count)
{
    if (PyTuple_GET_SIZE(args) != count) {
        PyErr_Format(PyExc_TypeError, "%zd arguments, not %zd", count, PyTuple_GET_SIZE(args));
        return -1;
    }
    for (Py_ssize_t i = 0; i < count; i++)
        Py_XSETREF(self->field[i], Py_NewRef(PyTuple_GET_ITEM(args, i)));
    return 0;
}

/* The facts of the engine that a quick form belongs to. */
static inline Holder *
facts_of(const Holder *form)
{
    return (Holder *)form->field[FIELDS - 1];
}

/* ---- small questions ---- */

/* Whether a function without arguments says True; -1 after an error. */
static inline int
says(PyObject *function)
{
    PyObject *out = PyObject_CallNoArgs(function);
    if (out == NULL)
        return -1;
    Py_DECREF(out);
    return out == Py_True;
}

/* Whether an attribute is true; -1 after an error. */
static inline int
has(PyObject *object, PyObject *name)
{
    PyObject *value = PyObject_GetAttr(object, name);
    if (value == NULL)
        return -1;
    int found = value == Py_True ? 1 : value == Py_False ? 0 : PyObject_IsTrue(value);
    Py_DECREF(value);
    return found;
}

/* PyTorch's own functions for the flags of this thread, where `_compat` knows them (else NULL). */
static bool (*cpp_autocast)(signed char device), (*cpp_grad_enabled)(void), (*cpp_inference)(void);
static int64_t (*cpp_count_modes)(void);

#define ON_CPU 0 /* c10::DeviceType, which is also what redirected tensors say */

static inline int
is_autocast(void)
{
    return cpp_autocast != NULL ? cpp_autocast(ON_CPU) : says(autocast);
}

static inline int
is_grad_enabled(void)
{
    return cpp_grad_enabled != NULL ? cpp_grad_enabled() : says(grad_enabled);
}

static inline int
is_inference(void)
{
    return cpp_inference != NULL ? cpp_inference() : says(inference);
}

/* How many dispatch modes there are; -1 after an error. */
static inline Py_ssize_t
dispatch_modes(void)
{
    if (cpp_count_modes != NULL)
        return (Py_ssize_t)cpp_count_modes();
    PyObject *modes = PyObject_CallNoArgs(count_modes);
    Py_ssize_t count = modes == NULL ? -1 : PyLong_AsSsize_t(modes);
    Py_XDECREF(modes);
    return count;
}

/* A borrowed reference to the session of this context (or None); NULL after an error. */
static inline PyObject *
current_session(void)
{
    PyObject *session;
    if (PyContextVar_Get(session_var, Py_None, &session) < 0)
        return NULL;
    Py_XDECREF(session); /* the context keeps it */
    return session;
}

/* Whether a call is of this session, and the session goes on; -1 after an error. */
static inline int
is_of(PyObject *session)
{
    PyObject *current = current_session();
    if (current != session)
        return current == NULL ? -1 : 0;
    return has(session, s_sources);
}

/* Whether PyTorch would do more than run the call, or a program is being traced; -1 after an error. */
static int
is_special(void)
{
    int found = is_autocast();
    if (found)
        return found;
    PyObject *level = PyDict_GetItemWithError(forward_ad, s_current_level);
    if (level == NULL)
        return -1;
    if (PyLong_AsLong(level) >= 0)
        return 1;
    PyObject *session = current_session();
    return session == NULL ? -1 : session == Py_None ? 1 : has(session, s_tracing);
}

static int
add_one(PyObject *counts, PyObject *name)
{
    PyObject *count = PyDict_GetItemWithError(counts, name);
    if (count == NULL && PyErr_Occurred())
        return -1;
    PyObject *more = PyLong_FromLongLong((count == NULL ? 0 : PyLong_AsLongLong(count)) + 1);
    int failed = more == NULL || PyDict_SetItem(counts, name, more) < 0;
    Py_XDECREF(more);
    return failed ? -1 : 0;
}

/* ---- rows: keys and arrays as they are gathered ---- */

typedef struct {
    PyObject **items;
    Py_ssize_t count, room;
    PyObject *near[32];
} Row;

static inline void
row_start(Row *row)
{
    row->items = row->near;
    row->count = 0;
    row->room = 32;
}

/* Takes over a reference; -1 if there is none, or no memory. */
static int
row_add(Row *row, PyObject *item)
{
    if (item == NULL)
        return -1;
    if (row->count == row->room) {
        PyObject **more = PyMem_New(PyObject *, row->room * 2);
        if (more == NULL) {
            Py_DECREF(item);
            PyErr_NoMemory();
            return -1;
        }
        memcpy(more, row->items, row->count * sizeof(PyObject *));
        if (row->items != row->near)
            PyMem_Free(row->items);
        row->items = more;
        row->room *= 2;
    }
    row->items[row->count++] = item;
    return 0;
}

static void
row_end(Row *row)
{
    for (Py_ssize_t i = 0; i < row->count; i++)
        Py_DECREF(row->items[i]);
    if (row->items != row->near)
        PyMem_Free(row->items);
}

static PyObject *
row_as_tuple(const Row *row)
{
    PyObject *out = PyTuple_New(row->count);
    for (Py_ssize_t i = 0; out != NULL && i < row->count; i++)
        PyTuple_SET_ITEM(out, i, Py_NewRef(row->items[i]));
    return out;
}

static PyObject *
row_as_list(const Row *row)
{
    PyObject *out = PyList_New(row->count);
    for (Py_ssize_t i = 0; out != NULL && i < row->count; i++)
        PyList_SET_ITEM(out, i, Py_NewRef(row->items[i]));
    return out;
}
