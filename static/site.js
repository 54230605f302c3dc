// Remembers the language chosen with the switch, so that the bare address leads there next time.
for (const link of document.querySelectorAll(".lang a[hreflang]")) {
  link.addEventListener("click", () => {
    document.cookie = `language=${link.hreflang}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
  });
}
