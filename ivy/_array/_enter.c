/* Fast path of public functions: from the arguments of a repeated call to its plan.

An entry (`ivy._array.entries`) makes a key of the current backend, the types of the arrays and the
other arguments, and looks up a plan in a dictionary. An `Enter` does the same for the last few keys,
without building one: it keeps their parts and compares them by identity, since the types, dtypes and
constants of similar calls are the same objects. Any other call goes on to the entry in Python
(`again`), which alone makes decisions and hands over (`keep`) the plan that it finds.

So an `Enter` holds a subset of the tables of its entry. Its keys contain no arrays, and only constants
of a few immutable types. Code that changes the tables of the entry calls `forget`.

No foreign code runs between the comparison of keys and the call of the plan: whatever may run some
(attributes of arrays, destructors) comes before or after. */

#include "_arrays.h" /* access to ivy.Array */
#include "_looks.h"  /* parts of keys */
#include "_steps.h"  /* plans of a single call */

#ifndef SOURCE_HASH
#define SOURCE_HASH unknown
#endif
#define TEXT_OF(word) #word
#define TEXT(word) TEXT_OF(word)

#define MOST_PARAMETERS 16
#define SLOTS 8

typedef struct {
    PyObject *plan; /* NULL: the slot is empty */
    PyObject *wrap; /* wrapper of the plan's result, or NULL */
    PyObject *backend;
    int wraps;
    Look looks[];
} Kept;

typedef struct {
    PyObject_HEAD
    vectorcallfunc call;
    int count; /* number of parameters */
    int starts_wrapping;
    int asks_backend;
    int next; /* the slot to use next */
    char kinds[MOST_PARAMETERS + 1];
    Kept *kept[SLOTS];
    PyObject *again;
    PyObject *outside;  /* called with table and arguments if a plan raises, or NULL */
    PyObject *tables[2]; /* bare, wrapping */
} Enter;

/* A call: its unwrapped arguments, and its key. */
typedef struct {
    int count;
    int wraps;
    PyObject *backend;
    PyObject *values[MOST_PARAMETERS];
    Look looks[MOST_PARAMETERS];
} Call;

static int
read_backend(Enter *self, Call *call)
{
    call->backend = NULL;
    return !self->asks_backend || PyContextVar_Get(current, NULL, &call->backend) == 0;
}

/* 1, or 0 if the call has no key (with or without an exception set). */
static int
read_call(Enter *self, PyObject *const *args, Call *call)
{
    call->count = 0;
    call->wraps = self->starts_wrapping;
    if (!read_backend(self, call))
        return 0;
    for (int i = 0; i < self->count; i++) {
        char kind = self->kinds[i];
        PyObject *value = kind == 'c' ? Py_NewRef(args[i]) : unwrapped(args[i], kind, &call->wraps);
        if (!value)
            return 0;
        call->values[i] = value;
        call->looks[i] = (Look){NULL, NULL, NULL, 0};
        call->count = i + 1;
        if (!look_at(kind, value, &call->looks[i]))
            return 0;
    }
    return 1;
}

static void
drop_call(Call *call)
{
    Py_XDECREF(call->backend);
    for (int i = 0; i < call->count; i++) {
        Py_DECREF(call->values[i]);
        clear_look(&call->looks[i]);
    }
}

static int
place_of(Enter *self, Call *call)
{
    for (int place = 0; place < SLOTS; place++) {
        Kept *kept = self->kept[place];
        if (!kept)
            break;
        if (kept->backend != call->backend || kept->wraps != call->wraps)
            continue;
        int i = 0;
        while (i < call->count && is_same(&kept->looks[i], &call->looks[i]))
            i++;
        if (i == call->count)
            return place;
    }
    return -1;
}

static void
free_kept(Kept *kept, int count)
{
    if (!kept)
        return;
    for (int i = 0; i < count; i++)
        clear_look(&kept->looks[i]);
    Py_XDECREF(kept->backend);
    Py_XDECREF(kept->wrap);
    Py_XDECREF(kept->plan);
    PyMem_Free(kept);
}

static void
forget(Enter *self)
{
    Kept *old[SLOTS];
    memcpy(old, self->kept, sizeof old);
    memset(self->kept, 0, sizeof old);
    self->next = 0;
    for (int place = 0; place < SLOTS; place++)
        free_kept(old[place], self->count);
}

/* A plan raised: the slow path raises the proper error. */
static PyObject *
go_outside(Enter *self, Call *call)
{
    PyErr_Clear();
    PyObject *values = PyTuple_New(call->count);
    for (int i = 0; values && i < call->count; i++)
        PyTuple_SET_ITEM(values, i, Py_NewRef(call->values[i]));
    if (!values)
        return NULL;
    PyObject *table = self->tables[call->wraps];
    PyObject *result = PyObject_CallFunctionObjArgs(self->outside, table, values, NULL);
    Py_DECREF(values);
    return result;
}

static PyObject *
run_plan(Enter *self, Kept *kept, Call *call)
{
    PyObject *plan = Py_NewRef(kept->plan), *wrap = Py_XNewRef(kept->wrap); /* `kept` may go */
    PyObject *stack[MOST_PARAMETERS + 1], **first = stack + 1;
    size_t taken = 0;
    for (int i = 0; i < call->count; i++)
        if (self->kinds[i] != 'c')
            first[taken++] = call->values[i];
    PyObject *out = PyObject_Vectorcall(plan, first, taken | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL);
    if (out && wrap && call->wraps)
        Py_SETREF(out, wrapped((Wrap *)wrap, out));
    Py_DECREF(plan);
    Py_XDECREF(wrap);
    return out;
}

static PyObject *
go_again(Enter *self, PyObject *const *args, size_t flags, PyObject *names)
{
    PyObject *again = Py_NewRef(self->again); /* the call may replace it */
    PyObject *out = PyObject_Vectorcall(again, args, PyVectorcall_NARGS(flags), names);
    Py_DECREF(again);
    return out;
}

static PyObject *
Enter_call(PyObject *object, PyObject *const *args, size_t flags, PyObject *names)
{
    Enter *self = (Enter *)object;
    if (PyVectorcall_NARGS(flags) != self->count || names)
        return go_again(self, args, flags, names);
    Call call;
    PyObject *result = NULL;
    int has_key = read_call(self, args, &call), place = has_key ? place_of(self, &call) : -1;
    if (place >= 0) {
        result = run_plan(self, self->kept[place], &call);
        if (!result && self->outside && PyErr_ExceptionMatches(PyExc_Exception))
            result = go_outside(self, &call);
        drop_call(&call);
        return result;
    }
    drop_call(&call);
    if (PyErr_Occurred()) {
        if (!PyErr_ExceptionMatches(PyExc_Exception))
            return NULL;
        PyErr_Clear();
    }
    return go_again(self, args, flags, NULL);
}

/* Whether a key may be kept: all of its constants are immutable. */
static int
is_keepable(Enter *self, Call *call)
{
    for (int i = 0; i < call->count; i++) {
        Look *look = &call->looks[i];
        if (self->kinds[i] == 'c' && !is_constant(look->mark))
            return 0;
    }
    return 1;
}

static PyObject *
Enter_keep(Enter *self, PyObject *const *args, Py_ssize_t n)
{
    PyObject *wrap = n == 4 && args[3] != Py_None ? args[3] : NULL;
    if (n < 3 || n > 4 || !PyTuple_CheckExact(args[2]) ||
        PyTuple_GET_SIZE(args[2]) != self->count || (wrap && !Py_IS_TYPE(wrap, &WrapType))) {
        PyErr_SetString(PyExc_TypeError, "keep(plan, wraps, values, wrap=None)");
        return NULL;
    }
    Call call;
    int wraps = PyObject_IsTrue(args[1]);
    int has_key = read_call(self, ((PyTupleObject *)args[2])->ob_item, &call);
    Kept *kept = NULL;
    call.wraps = wraps;
    if (has_key && wraps >= 0 && is_keepable(self, &call) && place_of(self, &call) < 0)
        kept = PyMem_Calloc(1, sizeof(Kept) + self->count * sizeof(Look));
    if (kept) {
        kept->plan = Py_NewRef(args[0]);
        kept->wrap = Py_XNewRef(wrap);
        kept->backend = Py_XNewRef(call.backend);
        kept->wraps = wraps;
        memcpy(kept->looks, call.looks, self->count * sizeof(Look)); /* takes over the references */
        memset(call.looks, 0, self->count * sizeof(Look));
        Kept *old = self->kept[self->next];
        self->kept[self->next] = kept;
        self->next = (self->next + 1) % SLOTS;
        free_kept(old, self->count);
    }
    drop_call(&call);
    if (PyErr_Occurred() && !PyErr_ExceptionMatches(PyExc_Exception))
        return NULL;
    PyErr_Clear();
    Py_RETURN_NONE;
}

static PyObject *
Enter_forget(Enter *self, PyObject *Py_UNUSED(ignored))
{
    forget(self);
    Py_RETURN_NONE;
}

static PyObject *
Enter_get_kinds(Enter *self, void *Py_UNUSED(closure))
{
    return PyUnicode_FromString(self->kinds);
}

static int
Enter_set_kinds(Enter *self, PyObject *value, void *Py_UNUSED(closure))
{
    Py_ssize_t n;
    const char *kinds = value && PyUnicode_Check(value) ? PyUnicode_AsUTF8AndSize(value, &n) : NULL;
    if (!kinds || n > MOST_PARAMETERS || strspn(kinds, "axAXocsS") != (size_t)n ||
        (self->count >= 0 && n != self->count)) {
        PyErr_Clear();
        PyErr_SetString(PyExc_ValueError, "kinds are up to 16 letters of axAXocsS, always as many");
        return -1;
    }
    self->count = (int)n;
    strcpy(self->kinds, kinds);
    self->asks_backend = !strpbrk(kinds, "sS");
    forget(self);
    return 0;
}

static PyObject *
Enter_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *words[] = {"kinds", "again", "wraps", "outside", "tables", NULL};
    PyObject *kinds, *again, *outside = Py_None, *bare = Py_None, *wrapping = Py_None;
    int wraps = 0;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "OO|pO(OO):Enter", words, &kinds, &again, &wraps,
                                     &outside, &bare, &wrapping))
        return NULL;
    if (!array_type) {
        PyErr_SetString(PyExc_RuntimeError, "setup was not called");
        return NULL;
    }
    Enter *self = (Enter *)type->tp_alloc(type, 0);
    if (!self)
        return NULL;
    self->call = Enter_call;
    self->count = -1;
    self->starts_wrapping = wraps;
    self->again = Py_NewRef(again);
    self->outside = outside == Py_None ? NULL : Py_NewRef(outside);
    self->tables[0] = Py_NewRef(bare);
    self->tables[1] = Py_NewRef(wrapping);
    if (Enter_set_kinds(self, kinds, NULL) < 0)
        Py_CLEAR(self);
    return (PyObject *)self;
}

static int
Enter_traverse(Enter *self, visitproc visit, void *arg)
{
    Py_VISIT(self->again);
    Py_VISIT(self->outside);
    Py_VISIT(self->tables[0]);
    Py_VISIT(self->tables[1]);
    for (int place = 0; place < SLOTS; place++) {
        Kept *kept = self->kept[place];
        if (!kept)
            continue;
        Py_VISIT(kept->plan);
        Py_VISIT(kept->wrap);
        Py_VISIT(kept->backend);
        for (int i = 0; i < self->count; i++) {
            Py_VISIT(kept->looks[i].type);
            Py_VISIT(kept->looks[i].mark);
            Py_VISIT(kept->looks[i].ndim);
        }
    }
    return 0;
}

static int
Enter_clear(Enter *self)
{
    forget(self);
    Py_CLEAR(self->outside);
    Py_CLEAR(self->tables[0]);
    Py_CLEAR(self->tables[1]);
    Py_XSETREF(self->again, Py_NewRef(Py_None)); /* calling None raises a TypeError */
    return 0;
}

static void
Enter_dealloc(Enter *self)
{
    PyObject_GC_UnTrack(self);
    Enter_clear(self);
    Py_XDECREF(self->again);
    Py_TYPE(self)->tp_free(self);
}

static PyMethodDef Enter_methods[] = {
    {"keep", (PyCFunction)(void (*)(void))Enter_keep, METH_FASTCALL,
     "keep(plan, wraps, values, wrap=None): keeps the plan for calls like this one."},
    {"forget", (PyCFunction)Enter_forget, METH_NOARGS, "Clears all slots."},
    {NULL},
};

static PyGetSetDef Enter_properties[] = {
    {"kinds", (getter)Enter_get_kinds, (setter)Enter_set_kinds,
     "The part of each parameter in keys, as letters; setting it clears all slots.", NULL},
    {NULL},
};

static PyMemberDef Enter_members[] = {
    {"again", T_OBJECT, offsetof(Enter, again), 0, "The callable for calls that are not kept."},
    {NULL},
};

static PyTypeObject EnterType = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "ivy._array._enter.Enter",
    .tp_doc = "Enter(kinds, again, wraps=False, outside=None, tables=(None, None))",
    .tp_basicsize = sizeof(Enter),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL,
    .tp_vectorcall_offset = offsetof(Enter, call),
    .tp_call = PyVectorcall_Call,
    .tp_new = Enter_new,
    .tp_traverse = (traverseproc)Enter_traverse,
    .tp_clear = (inquiry)Enter_clear,
    .tp_dealloc = (destructor)Enter_dealloc,
    .tp_methods = Enter_methods,
    .tp_getset = Enter_properties,
    .tp_members = Enter_members,
};

/* ---- The module ---- */

static PyMethodDef functions[] = {
    {"is_basic", (PyCFunction)(void (*)(void))is_basic, METH_FASTCALL, "is_basic(key, shape)"},
    {"setup", setup, METH_VARARGS, "setup(Array, CURRENT, dtype): the objects that this module needs."},
    {NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "_enter", NULL, -1, functions,
};

PyMODINIT_FUNC
PyInit__enter(void)
{
    if (!(str_dtype = PyUnicode_InternFromString("dtype")) ||
        !(str_nbytes = PyUnicode_InternFromString("nbytes")) ||
        !(str_ndim = PyUnicode_InternFromString("ndim")) ||
        !(str_shape = PyUnicode_InternFromString("shape")))
        return NULL;
    if (PyType_Ready(&EnterType) < 0 || PyType_Ready(&WrapType) < 0 ||
        PyType_Ready(&StepType) < 0)
        return NULL;
    PyObject *module = PyModule_Create(&definition);
    if (module && (PyModule_AddStringConstant(module, "SOURCE", TEXT(SOURCE_HASH)) < 0 ||
                   PyModule_AddIntConstant(module, "MOST_PARAMETERS", MOST_PARAMETERS) < 0 ||
                   PyModule_AddType(module, &EnterType) < 0 ||
                   PyModule_AddType(module, &WrapType) < 0 ||
                   PyModule_AddType(module, &StepType) < 0))
        Py_CLEAR(module);
    return module;
}
