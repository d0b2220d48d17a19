/* The hot path of a redirected PyTorch call, in C: what `quick.py`, `quick_views.py` and `mode.py` do when
 * a call of this kind has been met before. Optional; without it their Python code does the same.
 *
 * Nothing is decided here. Programs, geometries and rules are found, made and entered by Python; what stands
 * here builds the same keys, looks up the same tables, and hands every other call (first calls, empty
 * shelves, errors, tensors whose elements must be fetched) to the Python function from the start. So nothing
 * may be changed before it is certain that the call succeeds.
 *
 *   FunctionMode, DispatchMode   the methods of the two modes (base classes; Python's is `general`)
 *   Facts                        what all calls of an engine share; `gather` is that of `quick.py`
 *   Quick                        `quick(args, kwargs, operator)`: a tensor, MISS or PASS
 *   ViewQuick                    the same of a view operator
 *
 * Slots of Python classes are read at the offsets of their member descriptors. Types are compared by
 * identity first: an offset holds for the class that it was taken from, and for its subclasses.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <structmember.h>
#include <stddef.h>

#ifndef SOURCE_HASH
#define SOURCE_HASH unknown
#endif
#define TEXT_OF(word) #word
#define TEXT(word) TEXT_OF(word)

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
    int found = says(autocast);
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

/* ---- Facts: what all of an engine share ---- */

enum { F_TENSOR, F_TARGET, F_NATIVES, F_NUMBER_ARRAY, F_OFFSET_ARRAY, F_STOCK, F_COUNT };

/* The store and view of a native tensor that the engine has met (borrowed); see `Engine.met`. */
static enum answer
met(Holder *facts, PyObject *tensor, PyObject **store, PyObject **view)
{
    PyObject *address = PyLong_FromVoidPtr(tensor);
    if (address == NULL)
        return FAILED;
    PyObject *known = PyDict_GetItemWithError(facts->field[F_NATIVES], address);
    Py_DECREF(address);
    if (known == NULL)
        return PyErr_Occurred() ? FAILED : NOT_OURS;
    if (PyWeakref_GetObject(PyTuple_GET_ITEM(known, 0)) != tensor)
        return NOT_OURS;
    Py_INCREF(known);
    PyObject *now = PyObject_CallMethodNoArgs(tensor, s_data_ptr);
    int same = now == NULL ? -1 : PyObject_RichCompareBool(now, PyTuple_GET_ITEM(known, 1), Py_EQ);
    Py_XDECREF(now);
    *store = PyTuple_GET_ITEM(known, 2);
    *view = PyTuple_GET_ITEM(known, 3);
    Py_DECREF(known); /* the dictionary keeps it: nothing has run since that could take it out */
    if (same <= 0)
        return same < 0 ? FAILED : NOT_OURS;
    return SLOT(*store, store_backend) == facts->field[F_TARGET] ? FOUND : NOT_OURS;
}

static inline int
is_row_of_ints(PyObject *row)
{
    PyObject **items = PySequence_Fast_ITEMS(row);
    for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(row); i++)
        if (!PyLong_CheckExact(items[i]))
            return 0;
    return 1;
}

/* `(kind, *row)` of a list or tuple of integers. */
static PyObject *
ints_key(PyObject *row)
{
    Py_ssize_t n = PySequence_Fast_GET_SIZE(row);
    PyObject *out = PyTuple_New(n + 1);
    if (out == NULL)
        return NULL;
    PyTuple_SET_ITEM(out, 0, Py_NewRef((PyObject *)Py_TYPE(row)));
    for (Py_ssize_t i = 0; i < n; i++)
        PyTuple_SET_ITEM(out, i + 1, Py_NewRef(PySequence_Fast_GET_ITEM(row, i)));
    return out;
}

typedef struct {
    Holder *facts;
    int above, needs_grad, lift, dense;
    PyObject *written;
} Asked;

static enum answer gather_all(Asked *, PyObject *const *, Py_ssize_t, Row *, Row *);

static enum answer
gather_float(Asked *asked, PyObject *a, Row *key, Row *arrays)
{
    if (asked->lift) {
        PyObject *number = PyObject_CallOneArg(asked->facts->field[F_NUMBER_ARRAY], a);
        if (row_add(arrays, number) < 0)
            return FAILED;
        return row_add(key, Py_NewRef((PyObject *)&PyFloat_Type)) < 0 ? FAILED : FOUND;
    }
    double value = PyFloat_AS_DOUBLE(a);
    PyObject *shown = value > 0 || value < 0 ? Py_NewRef(a) : PyObject_Repr(a);
    if (shown == NULL)
        return FAILED;
    PyObject *part = PyTuple_Pack(2, (PyObject *)&PyFloat_Type, shown);
    Py_DECREF(shown);
    return row_add(key, part) < 0 ? FAILED : FOUND;
}

static enum answer
gather_row(Asked *asked, PyObject *a, Row *key, Row *arrays)
{
    if (is_row_of_ints(a))
        return row_add(key, ints_key(a)) < 0 ? FAILED : FOUND;
    Row inner;
    row_start(&inner);
    enum answer found = gather_all(asked, PySequence_Fast_ITEMS(a), PySequence_Fast_GET_SIZE(a), &inner, arrays);
    if (found == FOUND) {
        PyObject *items = row_as_tuple(&inner);
        PyObject *part = items ? PyTuple_Pack(2, (PyObject *)Py_TYPE(a), items) : NULL;
        Py_XDECREF(items);
        found = row_add(key, part) < 0 ? FAILED : FOUND;
    }
    row_end(&inner);
    return found;
}

/* A tensor that is seen through a view: its last value, or its store with the geometry in the key. */
static enum answer
gather_view(Asked *asked, PyObject *view, PyObject *store, PyObject *base, Row *key, Row *arrays)
{
    int dense = SLOT(view, view_dense) == Py_True;
    if (asked->written != NULL) {
        int hit = PySequence_Contains(asked->written, store);
        if (hit)
            return hit < 0 ? FAILED : NOT_OURS;
    }
    asked->dense &= dense;
    int fresh = PyObject_RichCompareBool(SLOT(view, view_version), SLOT(store, store_version), Py_EQ);
    if (fresh < 0)
        return FAILED;
    if (fresh) {
        if (row_add(key, Py_NewRef(dense ? ARRAY : SLOT(view, view_strides))) < 0)
            return FAILED;
        return row_add(arrays, Py_NewRef(SLOT(view, view_value))) < 0 ? FAILED : FOUND;
    }
    PyObject *offset = SLOT(view, view_offset);
    int moved = PyObject_IsTrue(offset);
    PyObject *part = moved < 0 ? NULL : PyTuple_Pack(3, SLOT(view, view_shape), SLOT(view, view_strides),
                                                     moved ? Py_False : Py_True);
    if (row_add(key, part) < 0 || row_add(arrays, Py_NewRef(base)) < 0)
        return FAILED;
    if (!moved)
        return FOUND;
    return row_add(arrays, PyObject_CallOneArg(asked->facts->field[F_OFFSET_ARRAY], offset)) < 0 ? FAILED : FOUND;
}

static enum answer
gather_tensor(Asked *asked, PyObject *a, Row *key, Row *arrays)
{
    PyObject *store = NULL, *view = Py_None, *base;
    if ((PyObject *)Py_TYPE(a) == asked->facts->field[F_TENSOR]) {
        store = SLOT(a, at_own);
        view = SLOT(a, at_view);
        if (view == NULL)
            return NOT_OURS;
        if (store == Py_None)
            store = NULL;
        base = store == NULL ? SLOT(a, at_array) : SLOT(store, store_base);
    }
    else {
        enum answer found = met(asked->facts, a, &store, &view);
        if (found != FOUND)
            return found;
        base = SLOT(store, store_base);
    }
    if (base == NULL || base == Py_None) {
        if (store == NULL)
            return NOT_OURS;
        base = PyObject_CallMethodNoArgs(store, s_current);
        if (base == NULL)
            return FAILED;
    }
    else
        Py_INCREF(base);
    enum answer found = FOUND;
    if (asked->needs_grad) {
        int wanted = has(a, s_requires_grad);
        if (wanted)
            found = wanted < 0 ? FAILED : FOR_AUTOGRAD;
    }
    if (found == FOUND && view != Py_None)
        found = store == NULL ? NOT_OURS : gather_view(asked, view, store, base, key, arrays);
    else if (found == FOUND)
        found = row_add(key, Py_NewRef(ARRAY)) < 0 || row_add(arrays, Py_NewRef(base)) < 0 ? FAILED : FOUND;
    Py_DECREF(base);
    return found;
}

static inline int
is_simple(PyTypeObject *kind)
{
    return kind == &PyLong_Type || kind == &PyBool_Type || kind == &PyUnicode_Type || kind == Py_TYPE(Py_None) ||
           (PyObject *)kind == DTYPE;
}

static enum answer
gather_all(Asked *asked, PyObject *const *items, Py_ssize_t count, Row *key, Row *arrays)
{
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *a = items[i];
        PyTypeObject *kind = Py_TYPE(a);
        enum answer found;
        if ((PyObject *)kind == asked->facts->field[F_TENSOR])
            found = gather_tensor(asked, a, key, arrays);
        else if (is_simple(kind))
            found = row_add(key, PyTuple_Pack(2, (PyObject *)kind, a)) < 0 ? FAILED : FOUND;
        else if (kind == &PyFloat_Type)
            found = gather_float(asked, a, key, arrays);
        else if (kind == &PyTuple_Type || kind == &PyList_Type)
            found = gather_row(asked, a, key, arrays);
        else {
            int native = PySet_Contains(NATIVE, (PyObject *)kind);
            found = native > 0 ? gather_tensor(asked, a, key, arrays) : native < 0 ? FAILED : NOT_OURS;
        }
        if (found != FOUND)
            return found;
    }
    return FOUND;
}

/* All of a call: `kwargs` (a dictionary, None or NULL) stand in the key by their names. */
static enum answer
gather(Asked *asked, PyObject *args, PyObject *kwargs, Row *key, Row *arrays)
{
    asked->dense = 1;
    asked->needs_grad = 0;
    if (asked->above) {
        asked->needs_grad = says(grad_enabled);
        if (asked->needs_grad < 0)
            return FAILED;
    }
    int named = kwargs != NULL && kwargs != Py_None && PyDict_GET_SIZE(kwargs) > 0;
    if (named && row_add(key, PySequence_Tuple(kwargs)) < 0)
        return FAILED;
    enum answer found = gather_all(asked, PySequence_Fast_ITEMS(args), PySequence_Fast_GET_SIZE(args), key, arrays);
    if (found != FOUND || !named)
        return found;
    PyObject *name, *value;
    Py_ssize_t at = 0;
    while (found == FOUND && PyDict_Next(kwargs, &at, &name, &value))
        found = gather_all(asked, &value, 1, key, arrays);
    return found;
}

/* facts.gather(args, kwargs, above, lift, written): as `quick.gather`. */
static PyObject *
facts_gather(Holder *self, PyObject *const *argv, Py_ssize_t count)
{
    if (count != 5 || !(PyTuple_CheckExact(argv[0]) || PyList_CheckExact(argv[0])))
        return PyErr_Format(PyExc_TypeError, "gather(args, kwargs, above, lift, written)");
    Asked asked = {self, argv[2] == Py_True, 0, argv[3] == Py_True, 1, argv[4]};
    Row key, arrays;
    row_start(&key);
    row_start(&arrays);
    enum answer found = gather(&asked, argv[0], argv[1], &key, &arrays);
    PyObject *out = NULL;
    if (found == FOUND) {
        PyObject *first = row_as_tuple(&key), *second = row_as_list(&arrays);
        if (first != NULL && second != NULL)
            out = PyTuple_Pack(3, first, second, asked.dense ? Py_True : Py_False);
        Py_XDECREF(first);
        Py_XDECREF(second);
    }
    else if (found != FAILED)
        out = PyTuple_Pack(1, found == NOT_OURS ? MISS : PASS);
    row_end(&key);
    row_end(&arrays);
    return out;
}

static int
facts_init(Holder *self, PyObject *args, PyObject *Py_UNUSED(kwargs))
{
    return fill(self, args, F_COUNT);
}

/* ---- Quick: a call of one program ---- */

enum { Q_FUNCTION, Q_LIFTS, Q_ENTRANCES, Q_THOROUGH, Q_COUNT, Q_LAST = Q_COUNT, Q_AVALS };
#define MOST_AVALS 2

/* What is known under a key (borrowed); NULL without an error: nothing. The last call of whole tensors alone,
 * up to MOST_AVALS of them, is known again by their descriptions, which its entry keeps. */
static PyObject *
known_for(Holder *self, Row *key, const Row *arrays)
{
    Py_ssize_t count = arrays->count;
    int plain = count <= MOST_AVALS && key->count == count, same = plain && self->depth == count;
    for (Py_ssize_t i = 0; i < count; i++) {
        plain = plain && key->items[i] == ARRAY;
        PyObject *aval = PyObject_GetAttr(arrays->items[i], s_aval);
        if (aval == NULL)
            return NULL;
        same = same && plain && self->field[Q_AVALS + i] == aval;
        int failed = row_add(key, PyLong_FromVoidPtr(aval));
        Py_DECREF(aval);
        if (failed < 0)
            return NULL;
    }
    if (same)
        return self->field[Q_LAST];
    PyObject *at = row_as_tuple(key);
    PyObject *known = at == NULL ? NULL : PyDict_GetItemWithError(self->field[Q_ENTRANCES], at);
    Py_XDECREF(at);
    if (known != NULL && plain) {
        PyObject *described = PyTuple_GET_ITEM(known, 4);
        Py_XSETREF(self->field[Q_LAST], Py_NewRef(known));
        self->depth = count;
        for (Py_ssize_t i = 0; i < count; i++)
            Py_XSETREF(self->field[Q_AVALS + i], Py_NewRef(PyList_GET_ITEM(described, i)));
    }
    return known;
}

/* The last item of a list, taken out of it: its room is left for the next stock. */
static inline PyObject *
popped(PyObject *list)
{
    Py_ssize_t last = PyList_GET_SIZE(list) - 1;
    Py_SET_SIZE(list, last);
    return PyList_GET_ITEM(list, last);
}

/* An empty tensor for results of a description (its `aval`), from a shelf that is stocked if need be. */
static PyObject *
from_shelf(Holder *facts, PyObject *shelf, PyObject *aval)
{
    if (PyList_GET_SIZE(shelf) > 0)
        return popped(shelf);
    PyObject *stocked = PyObject_CallOneArg(facts->field[F_STOCK], aval);
    PyObject *tensor = stocked != NULL && PyList_GET_SIZE(stocked) > 0 ? popped(stocked) : NULL;
    Py_XDECREF(stocked);
    return tensor;
}

/* The one result of a program: what to call, the method of what that gives, and its argument. */
static PyObject *
run(PyObject *direct, PyObject *arrays)
{
    PyObject *given = PyObject_CallOneArg(PyTuple_GET_ITEM(direct, 0), arrays);
    if (given == NULL)
        return NULL;
    PyObject *row = PyObject_CallMethodOneArg(given, PyTuple_GET_ITEM(direct, 1), PyTuple_GET_ITEM(direct, 2));
    PyObject *out = row == NULL ? NULL : PySequence_GetItem(row, 0);
    Py_DECREF(given);
    Py_XDECREF(row);
    return out;
}

/* The tensor with the result of a program that has run for such arrays before; NULL without an error: there is
 * none, or it failed. */
static PyObject *
enter(Holder *self, Row *key, const Row *arrays)
{
    PyObject *known = known_for(self, key, arrays);
    if (known == NULL)
        return NULL;
    PyObject *direct = PyTuple_GET_ITEM(known, 3);
    if (direct == Py_None && PyList_GET_SIZE(PyTuple_GET_ITEM(known, 1)) == 0) {
        self->depth = -1;
        return NULL; /* a program that may have become another one by now: Python looks at it */
    }
    Py_INCREF(known);
    PyObject *tensor = from_shelf(facts_of(self), PyTuple_GET_ITEM(known, 1), PyTuple_GET_ITEM(known, 2));
    PyObject *values = tensor == NULL ? NULL : row_as_list(arrays), *out = NULL;
    if (values != NULL)
        out = direct == Py_None ? PyObject_CallOneArg(PyTuple_GET_ITEM(known, 0), values) : run(direct, values);
    Py_XDECREF(values);
    Py_DECREF(known);
    if (out == NULL)
        Py_CLEAR(tensor);
    else
        Py_XSETREF(SLOT(tensor, at_array), out);
    return tensor;
}

static PyObject *
quick_call(PyObject *object, PyObject *const *argv, size_t flags, PyObject *Py_UNUSED(names))
{
    Holder *self = (Holder *)object;
    if (PyVectorcall_NARGS(flags) != 3 || !PyTuple_CheckExact(argv[0]))
        return PyErr_Format(PyExc_TypeError, "quick(args, kwargs, operator)");
    int special = is_special();
    if (special == 0)
        special = says(inference);
    int lift = special == 0 ? PySet_Contains(self->field[Q_LIFTS], self->field[Q_FUNCTION]) : 0;
    if (special < 0 || lift < 0)
        return NULL;
    PyObject *out = NULL;
    enum answer found = NOT_OURS;
    if (!special) {
        Asked asked = {facts_of(self), argv[2] == Py_None, 0, lift, 1, NULL};
        Row key, arrays;
        row_start(&key);
        row_start(&arrays);
        found = gather(&asked, argv[0], argv[1], &key, &arrays);
        if (found == FOUND && arrays.count > 0)
            out = enter(self, &key, &arrays);
        row_end(&key);
        row_end(&arrays);
    }
    if (out != NULL)
        return out;
    if (found == FOR_AUTOGRAD)
        return Py_NewRef(PASS);
    PyErr_Clear(); /* whatever it was comes again */
    return PyObject_Vectorcall(self->field[Q_THOROUGH], argv, 3, NULL);
}

/* ---- ViewQuick: another geometry over the same store ---- */

enum { V_KNOWN, V_THOROUGH, V_COUNT };

/* The store of a redirected tensor, made if there is none yet; a borrowed reference, NULL: leave it. */
static PyObject *
store_of(Holder *facts, PyObject *tensor)
{
    PyObject *store = SLOT(tensor, at_own), *array = SLOT(tensor, at_array);
    if (store != NULL && store != Py_None)
        return store;
    if (array == NULL || array == Py_None)
        return NULL;
    PyObject *aval = PyObject_GetAttr(array, s_aval);
    PyObject *shape = aval ? PyObject_GetAttr(aval, s_shape) : NULL;
    PyObject *dtype = aval ? PyObject_GetAttr(aval, s_dtype) : NULL;
    PyObject *native = dtype ? PyDict_GetItemWithError(torch_dtypes, dtype) : NULL;
    store = shape && native && PyTuple_CheckExact(shape) ? store_type->tp_alloc(store_type, 0) : NULL;
    if (store != NULL) {
        SLOT(store, store_backend) = Py_NewRef(facts->field[F_TARGET]);
        SLOT(store, store_base) = Py_NewRef(array);
        SLOT(store, store_dtype) = Py_NewRef(native);
        SLOT(store, store_shape) = Py_NewRef(shape);
        SLOT(store, store_version) = PyLong_FromLong(0);
        SLOT(store, store_storage) = Py_NewRef(Py_None);
        SLOT(store, store_dirty) = Py_NewRef(Py_False);
        SLOT(store, store_owner) = Py_NewRef(Py_None);
        Py_XSETREF(SLOT(tensor, at_own), store);
        Py_SETREF(SLOT(tensor, at_array), Py_NewRef(Py_None));
    }
    Py_XDECREF(aval);
    Py_XDECREF(shape);
    Py_XDECREF(dtype);
    return store;
}

/* The key of `quick_views`: the store's shape and dtype, the geometry seen by now, the other arguments. */
static PyObject *
view_key(PyObject *store, PyObject *view, PyObject *args)
{
    Py_ssize_t count = PyTuple_GET_SIZE(args);
    PyObject *at = view == Py_None ? Py_NewRef(Py_None)
                                   : PyTuple_Pack(3, SLOT(view, view_shape), SLOT(view, view_strides),
                                                  SLOT(view, view_offset));
    PyObject *key = at == NULL ? NULL : PyTuple_New(count + 2);
    if (key == NULL) {
        Py_XDECREF(at);
        return NULL;
    }
    PyTuple_SET_ITEM(key, 0, Py_NewRef(SLOT(store, store_shape)));
    PyTuple_SET_ITEM(key, 1, Py_NewRef(SLOT(store, store_dtype)));
    PyTuple_SET_ITEM(key, 2, at);
    for (Py_ssize_t i = 1; i < count; i++) {
        PyObject *a = PyTuple_GET_ITEM(args, i);
        PyObject *part = PyList_CheckExact(a) ? PyList_AsTuple(a) : Py_NewRef(a);
        if (part == NULL) {
            Py_DECREF(key);
            return NULL;
        }
        PyTuple_SET_ITEM(key, i + 2, part);
    }
    return key;
}

/* A tensor of a known geometry over `store`; NULL without an error: no tensors are left on the shelf. */
static PyObject *
over(PyObject *shown, PyObject *store)
{
    PyObject *shelf = SLOT(shown, shown_shelf);
    if (PyList_GET_SIZE(shelf) == 0)
        return NULL;
    PyObject *view = Py_NewRef(Py_None);
    if (SLOT(shown, shown_whole) != Py_True) {
        PyObject *geometry = SLOT(shown, shown_geometry);
        Py_SETREF(view, view_type->tp_alloc(view_type, 0));
        if (view == NULL)
            return NULL;
        SLOT(view, view_shape) = Py_NewRef(PyTuple_GET_ITEM(geometry, 0));
        SLOT(view, view_strides) = Py_NewRef(PyTuple_GET_ITEM(geometry, 1));
        SLOT(view, view_offset) = Py_NewRef(PyTuple_GET_ITEM(geometry, 2));
        SLOT(view, view_dense) = Py_NewRef(SLOT(shown, shown_dense));
        SLOT(view, view_value) = Py_NewRef(Py_None);
        SLOT(view, view_version) = PyLong_FromLong(-1);
    }
    PyObject *tensor = popped(shelf);
    Py_XSETREF(SLOT(tensor, at_own), Py_NewRef(store));
    Py_XSETREF(SLOT(tensor, at_array), Py_NewRef(Py_None));
    Py_XSETREF(SLOT(tensor, at_view), view);
    return tensor;
}

static PyObject *
show(Holder *self, PyObject *args)
{
    PyObject *tensor = PyTuple_GET_ITEM(args, 0), *store = NULL, *view = NULL;
    Holder *facts = facts_of(self);
    if (says(inference) != 0)
        return NULL;
    if ((PyObject *)Py_TYPE(tensor) == facts->field[F_TENSOR]) {
        view = SLOT(tensor, at_view);
        store = view == NULL ? NULL : store_of(facts, tensor);
    }
    else if (PySet_Contains(NATIVE, (PyObject *)Py_TYPE(tensor)) <= 0 || met(facts, tensor, &store, &view) != FOUND)
        return NULL;
    if (store == NULL)
        return NULL;
    PyObject *marked = PyObject_CallMethodNoArgs(tensor, s_is_inference);
    Py_XDECREF(marked);
    if (marked != Py_False)
        return NULL;
    PyObject *key = view_key(store, view, args);
    PyObject *shown = key == NULL ? NULL : PyDict_GetItemWithError(self->field[V_KNOWN], key);
    Py_XDECREF(key);
    return shown == NULL || shown == Py_None ? NULL : over(shown, store);
}

static PyObject *
view_call(PyObject *object, PyObject *const *argv, size_t flags, PyObject *Py_UNUSED(names))
{
    Holder *self = (Holder *)object;
    if (PyVectorcall_NARGS(flags) != 3 || !PyTuple_CheckExact(argv[0]) || PyTuple_GET_SIZE(argv[0]) == 0)
        return PyErr_Format(PyExc_TypeError, "quick(args, kwargs, operator)");
    int named = argv[1] != Py_None && (!PyDict_CheckExact(argv[1]) || PyDict_GET_SIZE(argv[1]) > 0);
    PyObject *out = named ? NULL : show(self, argv[0]);
    if (out != NULL)
        return out;
    PyErr_Clear(); /* whatever it was comes again */
    return PyObject_Vectorcall(self->field[V_THOROUGH], argv, 3, NULL);
}

/* ---- the modes ---- */

enum { M_SESSION, M_TABLE, M_COUNTS, M_GENERAL, M_AFTER_MISS, M_CALLS, M_NOTE, M_FAILED };

static PyObject *
general(Holder *self, PyObject *const *argv, Py_ssize_t count)
{
    PyObject *row[5] = {(PyObject *)self, argv[0], argv[1], argv[2], count > 3 ? argv[3] : Py_None};
    return PyObject_Vectorcall(self->field[M_GENERAL], row, 5, NULL);
}

/* What a mode does with a call of which a quick form made nothing. */
static PyObject *
after_miss(Holder *self, PyObject *const *argv, Py_ssize_t count)
{
    PyObject *row[4] = {(PyObject *)self, argv[0], argv[2], count > 3 ? argv[3] : Py_None};
    return PyObject_Vectorcall(self->field[M_AFTER_MISS], row, 4, NULL);
}

/* mode.__torch_dispatch__(operator, types, args, kwargs) */
static PyObject *
dispatch(Holder *self, PyObject *const *argv, Py_ssize_t count)
{
    if (count < 3 || !PyTuple_CheckExact(argv[2]))
        return PyErr_Format(PyExc_TypeError, "__torch_dispatch__(operator, types, args, kwargs)");
    int ours = (PyObject *)Py_TYPE(argv[0]) == OP_OVERLOAD ? is_of(self->field[M_SESSION]) : 0;
    if (ours <= 0)
        return ours < 0 ? NULL : general(self, argv, count);
    PyObject *address = PyLong_FromVoidPtr(argv[0]);
    PyObject *hot = address == NULL ? NULL : PyDict_GetItemWithError(self->field[M_TABLE], address);
    Py_XDECREF(address);
    if (hot == NULL)
        return PyErr_Occurred() ? NULL : general(self, argv, count);
    Py_INCREF(hot);
    PyObject *row[3] = {argv[2], count > 3 ? argv[3] : Py_None, argv[0]};
    PyObject *out = PyObject_Vectorcall(PyTuple_GET_ITEM(hot, 0), row, 3, NULL);
    if (out == MISS) {
        Py_DECREF(out);
        out = after_miss(self, argv, count);
    }
    else if (out != NULL && add_one(self->field[M_COUNTS], PyTuple_GET_ITEM(hot, 1)) < 0)
        Py_CLEAR(out);
    Py_DECREF(hot);
    return out;
}

/* The keywords of a call behind its other arguments, if they stand in that order (see `_Binder`); NULL
 * without an error: they do not, or nobody knows yet. */
static PyObject *
in_a_row(PyObject *binder, PyObject *args, PyObject *kwargs)
{
    PyObject *ordered = PyObject_GetAttr(binder, s_ordered);
    if (ordered == NULL)
        return NULL;
    Py_ssize_t n = PyTuple_GET_SIZE(args), more = PyDict_GET_SIZE(kwargs), at = 0, i = 0;
    PyObject *shape = PyTuple_New(more + 1), *row = PyTuple_New(n + more), *name, *value;
    int known = -1;
    if (shape != NULL && row != NULL) {
        PyTuple_SET_ITEM(shape, 0, PyLong_FromSsize_t(n));
        for (; i < n; i++)
            PyTuple_SET_ITEM(row, i, Py_NewRef(PyTuple_GET_ITEM(args, i)));
        while (PyDict_Next(kwargs, &at, &name, &value)) {
            PyTuple_SET_ITEM(shape, i - n + 1, Py_NewRef(name));
            PyTuple_SET_ITEM(row, i++, Py_NewRef(value));
        }
        known = PySet_Contains(ordered, shape);
    }
    Py_DECREF(ordered);
    Py_XDECREF(shape);
    if (known <= 0)
        Py_CLEAR(row);
    return row;
}

/* What the function itself gives, a native tensor among its results noted. */
static PyObject *
pass_on(Holder *self, PyObject *func, PyObject *args, PyObject *kwargs)
{
    PyObject *out = PyObject_Call(func, args, kwargs == Py_None ? NULL : kwargs);
    if (out == NULL && PyErr_ExceptionMatches(PyExc_RuntimeError)) {
        PyObject *type, *error, *trace;
        PyErr_Fetch(&type, &error, &trace);
        PyErr_NormalizeException(&type, &error, &trace);
        if (trace != NULL)
            PyException_SetTraceback(error, trace);
        PyObject *options = kwargs == Py_None ? PyDict_New() : Py_NewRef(kwargs);
        PyObject *row[4] = {func, args, options, error};
        if (options != NULL)
            out = PyObject_Vectorcall(self->field[M_FAILED], row, 4, NULL);
        Py_XDECREF(options);
        Py_XDECREF(type);
        Py_XDECREF(error);
        Py_XDECREF(trace);
    }
    if (out != NULL && ((PyObject *)Py_TYPE(out) == TENSOR || PyTuple_CheckExact(out) || PyList_CheckExact(out))) {
        PyObject *done = PyObject_CallOneArg(self->field[M_NOTE], out);
        if (done == NULL)
            Py_CLEAR(out);
        Py_XDECREF(done);
    }
    return out;
}

/* Whether a user's own classes or modes have a say; -1 after an error. */
static int
others_have_a_say(Holder *self, PyObject *types)
{
    PyObject *row = PySequence_Fast(types, "types of arguments");
    if (row == NULL)
        return -1;
    int plain = 1;
    for (Py_ssize_t i = 0; plain > 0 && i < PySequence_Fast_GET_SIZE(row); i++)
        plain = PySet_Contains(PLAIN, PySequence_Fast_GET_ITEM(row, i));
    Py_DECREF(row);
    if (plain <= 0)
        return plain < 0 ? -1 : 1;
    PyObject *modes = PyObject_CallNoArgs(count_modes);
    if (modes == NULL)
        return -1;
    int more = PyLong_AsSsize_t(modes) > self->depth;
    Py_DECREF(modes);
    return more;
}

/* What a quick form makes of a public call: a result, MISS or PASS. */
static PyObject *
take(PyObject *entry, PyObject *args, PyObject *kwargs)
{
    PyObject *binder = PyTuple_GET_ITEM(entry, 2);
    PyObject *row = kwargs == Py_None ? Py_NewRef(args) : in_a_row(binder, args, kwargs);
    if (row == NULL)
        return PyErr_Occurred() ? NULL
                                : PyObject_CallMethodObjArgs(binder, s_quickly, PyTuple_GET_ITEM(entry, 0), args,
                                                             kwargs, NULL);
    PyObject *asked[3] = {row, Py_None, Py_None};
    PyObject *out = PyObject_Vectorcall(PyTuple_GET_ITEM(entry, 0), asked, 3, NULL);
    Py_DECREF(row);
    return out;
}

/* mode.__torch_function__(func, types, args, kwargs) */
static PyObject *
function(Holder *self, PyObject *const *argv, Py_ssize_t count)
{
    if (count < 3 || !PyTuple_CheckExact(argv[2]))
        return PyErr_Format(PyExc_TypeError, "__torch_function__(func, types, args, kwargs)");
    PyObject *func = argv[0], *kwargs = count > 3 ? argv[3] : Py_None;
    if (kwargs != Py_None && PyDict_GET_SIZE(kwargs) == 0)
        kwargs = Py_None;
    int ours = is_of(self->field[M_SESSION]);
    int others = ours > 0 ? others_have_a_say(self, argv[1]) : 0;
    if (ours <= 0 || others)
        return ours < 0 || others < 0 ? NULL : general(self, argv, count);
    PyObject *entry = PyDict_GetItemWithError(self->field[M_TABLE], func);
    if (entry == NULL) {
        PyObject *call = PyErr_Occurred() ? NULL : PyDict_GetItemWithError(self->field[M_CALLS], func);
        if (call == Py_None)
            return pass_on(self, func, argv[2], kwargs);
        return PyErr_Occurred() ? NULL : general(self, argv, count);
    }
    Py_INCREF(entry);
    PyObject *out = take(entry, argv[2], kwargs);
    if (out == MISS || out == PASS) {
        Py_DECREF(out);
        out = out == MISS ? after_miss(self, argv, count)
                          : PyObject_Call(func, argv[2], kwargs == Py_None ? NULL : kwargs);
    }
    else if (out != NULL && add_one(self->field[M_COUNTS], PyTuple_GET_ITEM(entry, 1)) < 0)
        Py_CLEAR(out);
    Py_DECREF(entry);
    return out;
}

/* mode.prepare(depth, session, table, counts, general, after_miss, calls, note, failed) */
static PyObject *
mode_prepare(Holder *self, PyObject *args)
{
    PyObject *rest = PyTuple_GetSlice(args, 1, PyTuple_GET_SIZE(args));
    if (rest == NULL || PyTuple_GET_SIZE(rest) > FIELDS)
        return NULL;
    self->depth = PyLong_AsSsize_t(PyTuple_GET_ITEM(args, 0));
    int failed = fill(self, rest, PyTuple_GET_SIZE(rest));
    Py_DECREF(rest);
    return failed < 0 || PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
}

static PyMethodDef function_methods[] = {
    {"__torch_function__", (PyCFunction)(void (*)(void))function, METH_FASTCALL, NULL},
    {"prepare", (PyCFunction)mode_prepare, METH_VARARGS, "Notes the tables of a mode."},
    {NULL}};

static PyMethodDef dispatch_methods[] = {
    {"__torch_dispatch__", (PyCFunction)(void (*)(void))dispatch, METH_FASTCALL, NULL},
    {"prepare", (PyCFunction)mode_prepare, METH_VARARGS, "Notes the tables of a mode."},
    {NULL}};

/* ---- the module ---- */

#define TYPE(variable, title, flags, ...)                                                          \
    static PyTypeObject variable = {                                                               \
        PyVarObject_HEAD_INIT(NULL, 0).tp_name = "interceptors.torch._hot." title,                 \
        .tp_basicsize = sizeof(Holder),                                                            \
        .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | flags,                               \
        .tp_dealloc = (destructor)holder_dealloc,                                                  \
        .tp_traverse = (traverseproc)holder_traverse,                                              \
        .tp_clear = (inquiry)holder_clear,                                                         \
        __VA_ARGS__}

TYPE(quick_type, "Quick", Py_TPFLAGS_HAVE_VECTORCALL | Py_TPFLAGS_DISALLOW_INSTANTIATION,
     .tp_call = PyVectorcall_Call, .tp_vectorcall_offset = offsetof(Holder, call));
TYPE(view_quick_type, "ViewQuick", Py_TPFLAGS_HAVE_VECTORCALL | Py_TPFLAGS_DISALLOW_INSTANTIATION,
     .tp_call = PyVectorcall_Call, .tp_vectorcall_offset = offsetof(Holder, call));
TYPE(function_mode_type, "FunctionMode", Py_TPFLAGS_BASETYPE, .tp_new = PyType_GenericNew, .tp_methods = function_methods);
TYPE(dispatch_mode_type, "DispatchMode", Py_TPFLAGS_BASETYPE, .tp_new = PyType_GenericNew, .tp_methods = dispatch_methods);

/* A callable of an engine: its facts, and what else it is told. */
static PyObject *
form(PyTypeObject *type, vectorcallfunc call, Holder *facts, PyObject *args, Py_ssize_t count)
{
    Holder *made = (Holder *)PyType_GenericNew(type, NULL, NULL);
    if (made == NULL)
        return NULL;
    made->call = call;
    if (fill(made, args, count) < 0)
        Py_CLEAR(made);
    else
        made->field[FIELDS - 1] = Py_NewRef((PyObject *)facts);
    return (PyObject *)made;
}

static PyObject *
facts_quick(Holder *self, PyObject *args)
{
    return form(&quick_type, quick_call, self, args, Q_COUNT);
}

static PyObject *
facts_quick_view(Holder *self, PyObject *args)
{
    return form(&view_quick_type, view_call, self, args, V_COUNT);
}

static PyMethodDef facts_methods[] = {
    {"gather", (PyCFunction)(void (*)(void))facts_gather, METH_FASTCALL,
     "A key of the call, its arrays, and whether every tensor is row-major."},
    {"quick", (PyCFunction)facts_quick, METH_VARARGS, "quick(function, lifts, entrances, thorough)"},
    {"quick_view", (PyCFunction)facts_quick_view, METH_VARARGS, "quick_view(known, thorough)"},
    {NULL}};

TYPE(facts_type, "Facts", 0, .tp_new = PyType_GenericNew, .tp_init = (initproc)facts_init, .tp_methods = facts_methods);

static PyObject *
constant(PyObject *names, const char *name)
{
    PyObject *found = PyDict_GetItemString(names, name);
    if (found == NULL)
        PyErr_Format(PyExc_KeyError, "%s", name);
    return Py_XNewRef(found);
}

/* The offset of a slot; -1 after an error. */
static Py_ssize_t
offset_of(PyObject *type, const char *name)
{
    PyObject *found = PyDict_GetItemString(((PyTypeObject *)type)->tp_dict, name);
    if (found == NULL || Py_TYPE(found) != &PyMemberDescr_Type) {
        PyErr_Format(PyExc_TypeError, "%R has no slot %s", type, name);
        return -1;
    }
    return ((PyMemberDescrObject *)found)->d_member->offset;
}

/* connect(names): what the Python side calls things, and the classes whose slots are read. */
static PyObject *
connect(PyObject *Py_UNUSED(module), PyObject *names)
{
    struct {
        PyObject **at;
        const char *name;
    } constants[] = {{&MISS, "MISS"}, {&PASS, "PASS"}, {&ARRAY, "ARRAY"}, {&TENSOR, "Tensor"},
                     {&DTYPE, "dtype"}, {&NATIVE, "NATIVE"}, {&PLAIN, "PLAIN"}, {&OP_OVERLOAD, "OpOverload"},
                     {&autocast, "autocast"}, {&inference, "inference"}, {&grad_enabled, "grad_enabled"},
                     {&count_modes, "count_modes"}, {&session_var, "session"}, {&forward_ad, "forward_ad"},
                     {&torch_dtypes, "torch_dtypes"}, {(PyObject **)&view_type, "View"},
                     {(PyObject **)&store_type, "Store"}};
    for (size_t i = 0; i < sizeof(constants) / sizeof(*constants); i++)
        if ((*constants[i].at = constant(names, constants[i].name)) == NULL)
            return NULL;
    struct {
        Py_ssize_t *at;
        const char *type, *name;
    } slots[] = {{&at_array, "RedirectedTensor", "_array"}, {&at_own, "RedirectedTensor", "_own"},
                 {&at_view, "RedirectedTensor", "_view"}, {&view_shape, "View", "shape"},
                 {&view_strides, "View", "strides"}, {&view_offset, "View", "offset"},
                 {&view_dense, "View", "dense"}, {&view_value, "View", "value"},
                 {&view_version, "View", "version"}, {&store_backend, "Store", "backend"},
                 {&store_base, "Store", "base"}, {&store_dirty, "Store", "dirty"},
                 {&store_dtype, "Store", "dtype"}, {&store_owner, "Store", "owner"},
                 {&store_shape, "Store", "shape"}, {&store_storage, "Store", "storage"},
                 {&store_version, "Store", "version"}, {&shown_dense, "Shown", "dense"},
                 {&shown_geometry, "Shown", "geometry"}, {&shown_shelf, "Shown", "shelf"},
                 {&shown_whole, "Shown", "whole"}};
    for (size_t i = 0; i < sizeof(slots) / sizeof(*slots); i++) {
        PyObject *type = PyDict_GetItemString(names, slots[i].type);
        if (type == NULL || (*slots[i].at = offset_of(type, slots[i].name)) < 0)
            return PyErr_Occurred() ? NULL : PyErr_Format(PyExc_KeyError, "%s", slots[i].type);
    }
    return Py_NewRef(Py_None);
}

static PyMethodDef module_methods[] = {
    {"connect", connect, METH_O, "Tells the names and classes of the Python side."}, {NULL}};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "_hot", "The hot path of redirected calls.", -1,
                                        module_methods};

PyMODINIT_FUNC
PyInit__hot(void)
{
    struct {
        PyObject **at;
        const char *name;
    } names[] = {{&s_aval, "aval"}, {&s_current, "current"}, {&s_current_level, "_current_level"},
                 {&s_data_ptr, "data_ptr"}, {&s_dtype, "dtype"}, {&s_is_inference, "is_inference"},
                 {&s_ordered, "ordered"}, {&s_quickly, "quickly"}, {&s_requires_grad, "requires_grad"}, {&s_shape, "shape"},
                 {&s_sources, "sources"}, {&s_tracing, "tracing"}};
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if ((*names[i].at = PyUnicode_InternFromString(names[i].name)) == NULL)
            return NULL;
    PyObject *module = PyModule_Create(&definition);
    if (module == NULL || PyModule_AddStringConstant(module, "SOURCE", TEXT(SOURCE_HASH)) < 0 ||
        PyModule_AddType(module, &facts_type) < 0 || PyModule_AddType(module, &quick_type) < 0 ||
        PyModule_AddType(module, &view_quick_type) < 0 || PyModule_AddType(module, &function_mode_type) < 0 ||
        PyModule_AddType(module, &dispatch_mode_type) < 0)
        return NULL;
    return module;
}
