import os

# Matrices here are small and every core has a worker of its own: more threads of numpy would only wait for each other
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
