// Passkeys: ask the browser's own dialog, and send its answer as a form. webauthnJSON is allauth's copy of the
// encoder. Without JavaScript or without passkeys in the browser these forms stay hidden.
(function () {
  "use strict";

  function options(form) {
    var kept = document.getElementById(form.dataset.passkeyOptions || "");
    if (kept) {
      return Promise.resolve(JSON.parse(kept.textContent));
    }
    return fetch(form.dataset.passkeyFrom, { headers: { Accept: "application/json" } }).then(function (answer) {
      return answer.json();
    });
  }

  function prepare(form) {
    var trouble = form.querySelector("[data-passkey-trouble]");
    form.hidden = false;
    form.addEventListener(
      "submit",
      function (event) {
        event.preventDefault();
        event.stopImmediatePropagation();
        trouble.hidden = true;
        options(form)
          .then(function (wanted) {
            return window.webauthnJSON[form.dataset.passkey](wanted);
          })
          .then(function (credential) {
            form.querySelector("[name=credential]").value = JSON.stringify(credential);
            form.submit();
          })
          .catch(function () {
            trouble.hidden = false;
          });
      },
      true
    );
  }

  document.addEventListener("DOMContentLoaded", function () {
    if (window.PublicKeyCredential && window.webauthnJSON) {
      document.querySelectorAll("form[data-passkey]").forEach(prepare);
    }
  });
})();
