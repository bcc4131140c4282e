import CBLAS

public enum OpenBLAS {
  /// OpenBLAS would split one product among all processors. Whoever multiplies here has work of its own for each of them,
  /// which waits for nobody. The setting is the whole process's.
  public static func useOneThread() { openblas_set_num_threads(1) }
}
