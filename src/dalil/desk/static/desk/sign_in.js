// Says on the page, and not only in the console, that a key did not answer.
document.addEventListener("allauth.error", function () {
  const trouble = document.getElementById("key-trouble");
  if (trouble) trouble.hidden = false;
});
