A Test

A hall, dark.

> Take the ring.

It is cold.

> Wait.

You wait.

> Wait.

You wait.
