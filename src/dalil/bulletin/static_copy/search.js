/* The search of a copy of the site: finds the pages that have all the words, or words that begin so. It needs no network. */
(function () {
  "use strict";
  var list = document.getElementById("found"), field = document.getElementById("asked");
  var query = new URLSearchParams(window.location.search).get("q") || "";
  var folded = function (text) {
    return Array.from(text.toLowerCase()).map(function (letter) {
      return letter in window.DALIL.fold ? window.DALIL.fold[letter] : /[\p{L}\p{N}]/u.test(letter) ? letter : " ";
    }).join("").split(/\s+/).filter(Boolean);
  };
  field.value = query;
  var words = folded(query);
  if (!words.length) { return; }
  var has = function (known, word) {
    var bare = word.indexOf("ال") === 0 && word.length > 4 ? word.slice(2) : word;
    return (" " + known).indexOf(" " + word) >= 0 || (" " + known).indexOf(" " + bare) >= 0;
  };
  var hasAll = function (known) { return words.every(function (word) { return has(known, word); }); };
  var found = window.DALIL.pages.filter(function (page) { return hasAll(page[3]); });
  var named = found.map(function (page) { return hasAll(folded(page[1]).join(" ")); }); // what is called so comes first
  found = found.filter(function (_, at) { return named[at]; }).concat(found.filter(function (_, at) { return !named[at]; }));
  document.getElementById(found.length ? "some" : "none").hidden = false;
  found.forEach(function (page) {
    var item = document.createElement("li"), link = document.createElement("a"), kind = document.createElement("span");
    link.href = list.dataset.root + page[0];
    link.textContent = page[1];
    kind.textContent = page[2] ? " " + page[2] : "";
    kind.className = "muted small";
    item.append(link, kind);
    list.append(item);
  });
})();
