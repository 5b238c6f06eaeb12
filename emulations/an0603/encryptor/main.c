/* As a program of its own. */
#include "encryptor.h"

int main(int argc, char **argv)
{
	return encrypt_tree(argc, argv);
}
