// For who is signed in to the back office: a link from a public page to its form. The portal says whether there is one
// for them, and how it is called; whoever is signed out, or has no right to it, sees nothing.
const here = encodeURIComponent(location.pathname);
const answer = await fetch(`/admin/edit/?ask=1&path=${here}`, { redirect: "manual", cache: "no-store" });
const { url, words } = answer.ok ? await answer.json() : {};
if (url) {
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = new URL("edit_link.css", import.meta.url);
  const box = document.createElement("aside");
  const link = document.createElement("a");
  box.className = "edit-here";
  box.setAttribute("aria-label", words);
  link.href = url;
  link.textContent = words;
  box.append(link);
  document.head.append(style);
  // The second stop of the keyboard, after the link to the content.
  document.querySelector(".skip").after(box);
}
