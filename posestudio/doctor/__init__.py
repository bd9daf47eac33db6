"""What ``posestudio doctor`` looks at: the parts of the installation and of the machine that the program needs."""
