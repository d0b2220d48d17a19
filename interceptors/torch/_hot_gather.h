/* The arrays of a call and the key of its kind, as `quick.gather` has them. */

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
    int kept = Py_REFCNT(known) > 1; /* by the dictionary, unless it was taken out meanwhile */
    Py_DECREF(known);
    if (same <= 0 || !kept)
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
        PyObject *seen = dense ? Py_NewRef(ARRAY) : PyTuple_Pack(2, SLOT(view, view_shape), SLOT(view, view_strides));
        if (row_add(key, seen) < 0)
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
        asked->needs_grad = is_grad_enabled();
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
