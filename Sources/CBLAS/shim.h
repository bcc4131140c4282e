// OpenBLAS's own header, not the reference one: it also declares `openblas_set_num_threads`.
#include <cblas.h>
