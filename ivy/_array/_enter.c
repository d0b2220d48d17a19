/* The hit path of public functions. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#ifndef SOURCE_HASH
#define SOURCE_HASH unknown
#endif
#define TEXT_OF(word) #word
#define TEXT(word) TEXT_OF(word)

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "_enter", NULL, -1, NULL};

PyMODINIT_FUNC
PyInit__enter(void)
{
    PyObject *module = PyModule_Create(&definition);
    if (module && PyModule_AddStringConstant(module, "SOURCE", TEXT(SOURCE_HASH)) < 0)
        Py_CLEAR(module);
    return module;
}
