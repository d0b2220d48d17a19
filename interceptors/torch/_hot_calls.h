/* Quick forms: of calls that are one program, and of views. */

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
        special = is_inference();
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
    if (is_inference() != 0)
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
