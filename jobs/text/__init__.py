"""Text kernels without Spark: Arrow in, Arrow out."""
