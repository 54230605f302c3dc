/* Tells the form that waits in another tab that one has signed in again. */
"use strict";
new BroadcastChannel("signed-in").postMessage("signed-in");
