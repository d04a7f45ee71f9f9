// The figure button of the rich-text toolbar: finds a figure by its title and puts it into the sentence.
"use strict";
(() => {
  const { createElement: h, Component } = window.React;
  const { EditorState, Modifier } = window.DraftJS;

  // The dialog stands in the page and not in the editor, which takes no clicks while a figure is chosen.
  const choose = (options, done) => {
    const words = options.words;
    const dialog = document.createElement("dialog");
    dialog.className = "desk-figures";
    dialog.setAttribute("aria-label", words.find);
    const box = Object.assign(document.createElement("input"), { type: "search", dir: "auto", placeholder: words.find });
    box.setAttribute("aria-label", words.find);
    const list = document.createElement("ul");
    const none = Object.assign(document.createElement("p"), { textContent: words.none, hidden: true });
    none.setAttribute("role", "status");
    const close = Object.assign(document.createElement("button"), { type: "button", className: "button button-secondary", textContent: words.close });
    dialog.append(box, list, none, close);
    let answered = false;
    // The sentence is finished before the dialog gives the keyboard back: what was typed in between would be lost.
    const answer = (figure) => { if (!answered) { answered = true; done(figure); } };
    const fill = async () => {
      const found = await fetch(`${options.choices}?q=${encodeURIComponent(box.value)}`);
      const figures = found.ok ? (await found.json()).figures : [];
      none.hidden = figures.length > 0;
      list.replaceChildren(...figures.map((figure) => {
        const button = Object.assign(document.createElement("button"), { type: "button" });
        const says = document.createElement("b");
        says.textContent = figure.says;
        const title = document.createElement("bdi");
        title.textContent = figure.title;
        button.append(says, " ", title);
        button.dataset.slug = figure.slug;
        button.addEventListener("click", () => { answer(figure); dialog.close(); });
        const row = document.createElement("li");
        row.append(button);
        return row;
      }));
    };
    let waiting;
    box.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(fill, 150); });
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      list.querySelector("button")?.click();
    });
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => { dialog.remove(); answer(null); });
    document.body.append(dialog);
    dialog.showModal();
    fill();
  };

  class FigureSource extends Component {
    componentDidMount() {
      const { editorState, entityType, onComplete, onClose } = this.props;
      choose(entityType, (figure) => {
        if (!figure) { onClose(); return; }
        const selection = editorState.getSelection();
        const content = editorState.getCurrentContent().createEntity("FIGURE", "IMMUTABLE", figure);
        const key = content.getLastCreatedEntityKey();
        onComplete(EditorState.push(
          editorState, Modifier.replaceText(content, selection, figure.says, null, key), "insert-characters",
        ));
      });
    }

    render() { return null; }
  }

  const Figure = ({ contentState, entityKey, children }) => {
    const figure = contentState.getEntity(entityKey).getData();
    return h("span", { className: "desk-figure", title: `${figure.title} (${figure.slug})`, "data-slug": figure.slug }, children);
  };

  window.draftail.registerPlugin({ type: "FIGURE", source: FigureSource, decorator: Figure }, "entityTypes");
})();
