/* The methods of the two modes, and the way to one from functions that are written in Python. */

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
    Py_ssize_t modes = dispatch_modes();
    return modes < 0 ? -1 : modes > self->depth;
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

/* ---- hand_over: functions written in Python reach a mode by `handle_torch_function` ---- */

enum { H_ORIGINAL, H_COUNT_MODES, H_POP, H_PUSH, H_HAS_OVERRIDES, H_MODE_CLASS, H_COUNT };

/* What a mode of ours makes of a call; its arguments stand behind the function and those that count. */
static PyObject *
by_mode(Holder *mode, PyObject *const *argv, Py_ssize_t count, PyObject *names)
{
    Py_ssize_t named = names == NULL ? 0 : PyTuple_GET_SIZE(names);
    PyObject *types = PyTuple_New(0), *args = PyTuple_New(count - 2), *kwargs = PyDict_New(), *out = NULL;
    int failed = types == NULL || args == NULL || kwargs == NULL;
    for (Py_ssize_t i = 2; !failed && i < count; i++)
        PyTuple_SET_ITEM(args, i - 2, Py_NewRef(argv[i]));
    for (Py_ssize_t i = 0; !failed && i < named; i++)
        failed = PyDict_SetItem(kwargs, PyTuple_GET_ITEM(names, i), argv[count + i]) < 0;
    if (!failed) {
        PyObject *row[4] = {argv[0], types, args, kwargs};
        out = function(mode, row, 4);
    }
    Py_XDECREF(types);
    Py_XDECREF(args);
    Py_XDECREF(kwargs);
    return out;
}

/* Puts a mode back on the stack, whatever has been raised. */
static int
put_back(Holder *self, PyObject *mode)
{
    PyObject *type, *error, *trace;
    PyErr_Fetch(&type, &error, &trace);
    PyObject *done = PyObject_CallOneArg(self->field[H_PUSH], mode);
    if (done == NULL) {
        Py_XDECREF(type);
        Py_XDECREF(error);
        Py_XDECREF(trace);
        return -1;
    }
    Py_DECREF(done);
    PyErr_Restore(type, error, trace);
    return 0;
}

static PyObject *
hand_over(PyObject *object, PyObject *const *argv, size_t flags, PyObject *names)
{
    Holder *self = (Holder *)object;
    Py_ssize_t count = PyVectorcall_NARGS(flags);
    PyObject *modes = count < 2 ? Py_NewRef(Py_False) : PyObject_CallNoArgs(self->field[H_COUNT_MODES]);
    int any = modes == NULL ? -1 : PyObject_IsTrue(modes);
    Py_XDECREF(modes);
    PyObject *mode = any > 0 ? PyObject_CallNoArgs(self->field[H_POP]) : NULL;
    if (any < 0 || (any > 0 && mode == NULL))
        return NULL;
    if (mode != NULL) {
        int others = 1;
        PyObject *out = NULL;
        if ((PyObject *)Py_TYPE(mode) == self->field[H_MODE_CLASS]) {
            PyObject *told = PyObject_CallOneArg(self->field[H_HAS_OVERRIDES], argv[1]);
            others = told == NULL ? -1 : PyObject_IsTrue(told);
            Py_XDECREF(told);
            if (others == 0)
                out = by_mode((Holder *)mode, argv, count, names);
        }
        if (put_back(self, mode) < 0)
            Py_CLEAR(out);
        Py_DECREF(mode);
        if (others <= 0)
            return out;
    }
    return PyObject_Vectorcall(self->field[H_ORIGINAL], argv, flags, names);
}
