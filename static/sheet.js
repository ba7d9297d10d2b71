// A sheet is a form of prices in a table ([class~=sheet]). It works without this file; it makes it work as spreadsheets do: arrows, Enter and Tab
// go from cell to cell, Escape takes back what is being typed, a column that was copied elsewhere is pasted from a cell on, what was changed is
// marked and can be taken back before it is saved. The check boxes of a row are beside its cells, for arrows; Shift+Tab goes back through all
// there is, and Tab from the last cell on, so that nothing is out of reach.

for (const sheet of document.querySelectorAll("form.sheet")) {
	const isCell = (input) => input.type === "text";
	const lines = [...sheet.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("input[type=text], input[type=checkbox]")]).filter((line) => line.some(isCell));
	const rows = lines.map((line) => line.filter(isCell));
	const place = new Map(rows.flatMap((cells, y) => cells.map((cell, x) => [cell, { x, y }])));
	const undo = sheet.querySelector("[data-sheet-undo]");
	const status = sheet.querySelector("[data-sheet-status]");
	const steps = []; // each a list of [cell, what it held before]
	const held = new Map([...place.keys()].map((cell) => [cell, cell.value]));

	/** The cell at a place, in the last column that the row has. */
	const cellAt = (x, y) => rows[y]?.[Math.min(x, rows[y].length - 1)];

	/** Marks what is not as it was, and says how much that is. */
	const mark = (said = "") => {
		let changed = 0;
		for (const cell of place.keys()) {
			const is = cell.value !== cell.defaultValue;
			cell.toggleAttribute("data-changed", is);
			changed += is ? 1 : 0;
		}
		undo.hidden = steps.length === 0;
		const count = changed === 1 ? "1 price is changed and not saved." : `${changed} prices are changed and not saved.`;
		status.textContent = [said, changed > 0 ? count : ""].filter(Boolean).join(" ");
	};

	/** Remembers a step by what the cells held before it. */
	const remember = (cells) => {
		const step = cells.filter((cell) => held.get(cell) !== cell.value).map((cell) => [cell, held.get(cell)]);
		if (step.length > 0) {
			steps.push(step);
			step.forEach(([cell]) => held.set(cell, cell.value));
		}
		mark();
	};

	const takeBack = () => {
		const step = steps.pop() ?? [];
		for (const [cell, before] of step) {
			cell.value = before;
			held.set(cell, before);
		}
		mark("Taken back.");
		step[0]?.[0].focus();
	};

	/** Fills cells with lines of text, from a cell on to the right and down. Cells between tabs are columns. */
	const fill = (from, text) => {
		const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
		const { x, y } = place.get(from);
		const filled = [];
		let left = 0;
		lines.forEach((line, down) => line.split("\t").forEach((value, right) => {
			const cell = rows[y + down]?.[x + right];
			if (cell) {
				cell.value = value.trim();
				filled.push(cell);
			} else {
				left++;
			}
		}));
		remember(filled);
		mark(`${filled.length} pasted.` + (left > 0 ? ` There was no room for ${left} more.` : ""));
	};

	/** What stands beside a cell or check box in its line, that many further on; at the same place of the line that many below. */
	const beside = (input, right, down = 0) => {
		const y = lines.findIndex((line) => line.includes(input));
		return lines[y + down]?.[lines[y]?.indexOf(input) + right];
	};

	/** Where a key leads to from a check box. */
	const nextOfBox = (box, key) => {
		const below = { ArrowDown: 1, ArrowUp: -1 }[key];
		const to = below ? beside(box, 0, below) : beside(box, { ArrowRight: 1, ArrowLeft: -1 }[key]);
		return below && to && isCell(to) ? undefined : to;
	};

	/** Where a key leads to from a cell; undefined where it has its usual meaning. Enter with Ctrl sends the form. */
	const next = (cell, event) => {
		const { x, y } = place.get(cell);
		const whole = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
		const atStart = whole || cell.selectionEnd === 0;
		const atEnd = whole || cell.selectionStart === cell.value.length;
		switch (event.key) {
			case "Enter":
				return cellAt(x, y + (event.shiftKey ? -1 : 1)) ?? cell;
			case "ArrowDown":
				return cellAt(x, y + 1);
			case "ArrowUp":
				return cellAt(x, y - 1);
			case "ArrowRight":
				return atEnd ? beside(cell, 1) : undefined;
			case "ArrowLeft":
				return atStart ? beside(cell, -1) : undefined;
			case "Tab":
				return event.shiftKey ? undefined : (rows[y][x + 1] ?? cellAt(0, y + 1));
		}
	};

	/** Goes where a key leads to, if anywhere. */
	const go = (event, to) => {
		if (to) {
			event.preventDefault();
			to.focus();
			to.select();
		}
	};

	sheet.addEventListener("keydown", (event) => {
		const cell = event.target;
		if (event.isComposing || event.altKey) {
			return;
		}
		if (!place.has(cell)) {
			go(event, nextOfBox(cell, event.key));
			return;
		}
		if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !event.shiftKey && cell.value === held.get(cell) && steps.length > 0) {
			event.preventDefault();
			takeBack();
			return;
		}
		if (event.ctrlKey || event.metaKey) {
			if (event.key === "Enter") {
				sheet.requestSubmit();
			}
			return;
		}
		if (event.key === "Escape" && cell.value !== held.get(cell)) {
			event.preventDefault();
			cell.value = held.get(cell);
			cell.select();
			mark();
			return;
		}
		go(event, next(cell, event));
	});

	// Enter does not send the form by the way of the key that is typed, either.
	sheet.addEventListener("keypress", (event) => {
		if (place.has(event.target) && event.key === "Enter") {
			event.preventDefault();
		}
	});

	sheet.addEventListener("paste", (event) => {
		const text = event.clipboardData?.getData("text/plain") ?? "";
		if (place.has(event.target) && /[\t\n\r]./.test(text)) {
			event.preventDefault();
			fill(event.target, text);
		}
	});

	sheet.addEventListener("change", (event) => place.has(event.target) && remember([event.target]));
	sheet.addEventListener("input", () => mark());
	undo.addEventListener("click", takeBack);
	sheet.querySelector("[data-sheet-keys]").hidden = false;
	mark();
}
