/* Fast paths of redirected PyTorch calls: what the Python side does with a call whose signature it knows.
 *
 * Nothing is decided here. Programs, geometries and rules are found, made and entered by Python; this file
 * builds the same keys, looks up the same tables, and hands every other call (first calls, errors, tensors
 * whose elements must be loaded) to the Python function from the start. So nothing may be changed before it
 * is certain that the call succeeds.
 *
 *   FunctionMode, DispatchMode   the methods of the two modes (base classes; Python's is `general`)
 *   HandOver                     the way to the mode from PyTorch's functions that are written in Python
 *   Facts                        what all calls of an engine share; `gather` builds signatures
 *   Call                         `fast(args, kwargs, operator)`: a tensor, NOT_HANDLED or DEFER_TO_AUTOGRAD
 *   View                         the same of a view operator
 *
 * Slots of Python classes are read at the offsets of their member descriptors. Types are compared by
 * identity first: an offset holds for the class that it was taken from, and for its subclasses.
 */
#include "../../shared/fastpath/_objects.inc"
#include "../../shared/fastpath/_signature.inc"
#include "../../shared/fastpath/_calls.inc"
#include "_modes.inc"

#ifndef SOURCE_HASH
#define SOURCE_HASH unknown
#endif
#define TEXT_OF(word) #word
#define TEXT(word) TEXT_OF(word)

/* ---- the module ---- */

#define TYPE(variable, title, flags, ...)                                                          \
    static PyTypeObject variable = {                                                               \
        PyVarObject_HEAD_INIT(NULL, 0).tp_name = "interceptors.torch.fastpath._fastpath." title,                 \
        .tp_basicsize = sizeof(Holder),                                                            \
        .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | flags,                               \
        .tp_dealloc = (destructor)holder_dealloc,                                                  \
        .tp_traverse = (traverseproc)holder_traverse,                                              \
        .tp_clear = (inquiry)holder_clear,                                                         \
        __VA_ARGS__}

TYPE(call_type, "Call", Py_TPFLAGS_HAVE_VECTORCALL | Py_TPFLAGS_DISALLOW_INSTANTIATION,
     .tp_call = PyVectorcall_Call, .tp_vectorcall_offset = offsetof(Holder, call));
TYPE(view_path_type, "View", Py_TPFLAGS_HAVE_VECTORCALL | Py_TPFLAGS_DISALLOW_INSTANTIATION,
     .tp_call = PyVectorcall_Call, .tp_vectorcall_offset = offsetof(Holder, call));
TYPE(hand_over_type, "HandOver", Py_TPFLAGS_HAVE_VECTORCALL | Py_TPFLAGS_DISALLOW_INSTANTIATION,
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
facts_call(Holder *self, PyObject *args)
{
    return form(&call_type, fast_call, self, args, Q_COUNT);
}

static PyObject *
facts_view(Holder *self, PyObject *args)
{
    return form(&view_path_type, view_call, self, args, V_COUNT);
}

static PyObject *
facts_is_special(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(unused))
{
    int special = is_special();
    return special < 0 ? NULL : PyBool_FromLong(special);
}

static PyMethodDef facts_methods[] = {
    {"is_special", facts_is_special, METH_NOARGS,
     "Whether autocast or forward-mode AD is active, or a program is being traced."},
    {"gather", (PyCFunction)(void (*)(void))facts_gather, METH_FASTCALL,
     "A key of the call, its arrays, and whether every tensor is row-major."},
    {"call", (PyCFunction)facts_call, METH_VARARGS, "call(function, lifted, entries, slow_path)"},
    {"view", (PyCFunction)facts_view, METH_VARARGS, "view(known, slow_path)"},
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

/* Takes the addresses of PyTorch's functions for flags: all of them, or none. */
static PyObject *
connect_flags(PyObject *addresses)
{
    struct {
        void **at;
        const char *name;
    } flags[] = {{(void **)&cpp_autocast, "autocast"}, {(void **)&cpp_count_modes, "count_modes"},
                 {(void **)&cpp_grad_enabled, "grad_enabled"}, {(void **)&cpp_inference, "inference"}};
    for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++) {
        PyObject *address = addresses == NULL ? NULL : PyDict_GetItemString(addresses, flags[i].name);
        *flags[i].at = address == NULL ? NULL : PyLong_AsVoidPtr(address);
    }
    return PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
}

/* connect(names): what the Python side calls things, and the classes whose slots are read. */
static PyObject *
connect(PyObject *Py_UNUSED(module), PyObject *names)
{
    struct {
        PyObject **at;
        const char *name;
    } constants[] = {{&NOT_HANDLED, "NOT_HANDLED"}, {&DEFER_TO_AUTOGRAD, "DEFER_TO_AUTOGRAD"}, {&ARRAY, "ARRAY"}, {&TENSOR, "Tensor"},
                     {&DTYPE, "dtype"}, {&NATIVE, "NATIVE"}, {&PLAIN, "PLAIN"}, {&OP_OVERLOAD, "OpOverload"},
                     {&autocast, "autocast"}, {&inference, "inference"}, {&grad_enabled, "grad_enabled"},
                     {&count_modes, "count_modes"}, {&session_var, "session"}, {&forward_ad, "forward_ad"},
                     {(PyObject **)&view_type, "View"}, {(PyObject **)&storage_type, "TensorStorage"}};
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
                 {&view_version, "View", "version"}, {&storage_backend, "Storage", "backend"},
                 {&storage_base, "Storage", "base"}, {&storage_dirty, "Storage", "dirty"},
                 {&storage_dtype, "Storage", "dtype"}, {&storage_owner, "Storage", "owner"},
                 {&storage_shape, "Storage", "shape"}, {&storage_memory, "Storage", "memory"},
                 {&storage_version, "Storage", "version"}, {&template_dense, "ViewTemplate", "dense"},
                 {&template_geometry, "ViewTemplate", "geometry"}, {&template_free_list, "ViewTemplate", "free_list"},
                 {&template_whole, "ViewTemplate", "whole"}};
    for (size_t i = 0; i < sizeof(slots) / sizeof(*slots); i++) {
        PyObject *type = PyDict_GetItemString(names, slots[i].type);
        if (type == NULL || (*slots[i].at = offset_of(type, slots[i].name)) < 0)
            return PyErr_Occurred() ? NULL : PyErr_Format(PyExc_KeyError, "%s", slots[i].type);
    }
    return connect_flags(PyDict_GetItemString(names, "flags"));
}

static PyObject *
make_hand_over(PyObject *Py_UNUSED(module), PyObject *args)
{
    Holder *made = (Holder *)PyType_GenericNew(&hand_over_type, NULL, NULL);
    if (made == NULL)
        return NULL;
    made->call = hand_over;
    if (fill(made, args, H_COUNT) < 0)
        Py_CLEAR(made);
    return (PyObject *)made;
}

static PyMethodDef module_methods[] = {
    {"connect", connect, METH_O, "Tells the names and classes of the Python side."},
    {"hand_over", make_hand_over, METH_VARARGS,
     "hand_over(original, count_modes, pop, push, has_overrides, mode_class): `handle_torch_function` of a stack with our mode on top."},
    {NULL}};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "_fastpath", "Fast paths of redirected calls.", -1,
                                        module_methods};

PyMODINIT_FUNC
PyInit__fastpath(void)
{
    struct {
        PyObject **at;
        const char *name;
    } names[] = {{&s_current, "current"}, {&s_current_level, "_current_level"}, {&s_data_ptr, "data_ptr"},
                 {&s_fast_form, "call_fast_path"}, {&s_is_inference, "is_inference"}, {&s_ordered, "ordered"},
                 {&s_read, "read"}, {&s_requires_grad, "requires_grad"}, {&s_sources, "sources"},
                 {&s_tracing, "tracing"}};
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if ((*names[i].at = PyUnicode_InternFromString(names[i].name)) == NULL)
            return NULL;
    PyObject *module = PyModule_Create(&definition);
    if (module == NULL || PyModule_AddStringConstant(module, "SOURCE", TEXT(SOURCE_HASH)) < 0 ||
        PyModule_AddType(module, &facts_type) < 0 || PyModule_AddType(module, &call_type) < 0 ||
        PyModule_AddType(module, &view_path_type) < 0 || PyModule_AddType(module, &hand_over_type) < 0 ||
        PyModule_AddType(module, &function_mode_type) < 0 ||
        PyModule_AddType(module, &dispatch_mode_type) < 0)
        return NULL;
    return module;
}
