/**
 * Where the pinned form engine counts otherwise than ODK Collect does, or remembers more than it may, its text is mended
 * when the app is bundled.
 */

/** @typedef {{why: string, from: string, to: string}} Mend */

/** @type {readonly Mend[]} */
export const MENDS = [
  {
    why: 'sum() over answers of which one is open is the sum of the others, and over none it is 0; the engine gives nothing',
    from: `        if (Number.isNaN(numberValue)) {
          result = NaN;
          break;
        }
        result = result == null ? numberValue : result + numberValue;`,
    to: `        if (Number.isNaN(numberValue)) continue;
        result = result == null ? numberValue : result + numberValue;`,
  },
  { why: 'as above, over none', from: 'return result ?? NaN;', to: 'return result ?? 0;' },
  {
    why: 'min() and max() pass over what is not answered',
    from: `      shortCircuitOnNaN: true
    });`,
    to: `      shortCircuitOnNaN: false
    }).filter((number) => !Number.isNaN(number));`,
  },
  {
    why: 'distance() is asked before any place is known, and the form must open all the same',
    from: `    const values = evaluateArgumentValues(context, args);
    const lines = Geotrace$1.fromEncodedValues(values)?.lines;
    if (lines == null) {
      throw new JRCompatibleGeoValueError("distance");
    }`,
    to: `    const values = evaluateArgumentValues(context, args).filter((value) => value !== "");
    const lines = Geotrace$1.fromEncodedValues(values)?.lines;
    if (lines == null) return values.length < 2 ? 0 : NaN;`,
  },
  {
    why: 'regex() means all of the answer, not a part of it',
    from: `    const pattern = new RegExp(patternExpression.evaluate(context).toString());
    return pattern.test(value);`,
    to: '    return fitsWhole(value, patternExpression.evaluate(context).toString());',
  },
  { why: 'what is no date is no answer', from: 'const INVALID_DATE_TIME_STRING = "Invalid Date";', to: 'const INVALID_DATE_TIME_STRING = "";' },
  {
    why: 'a day and so many more is a number of days, and yet a date: format-date(today() + 30, …)',
    from: `    const value = expression.evaluate(context).toString();
    const dateTime = dateTimeFromString(context.timeZone, value);
    if (dateTime == null) {
      return "";
    }
    return dateFormatter(format, dateTime);`,
    to: `    const given = expression.evaluate(context);
    const dateTime = given.type === "NUMBER" ? evaluateDateTime(context, given) : dateTimeFromString(context.timeZone, given.toString());
    return dateTime == null ? "" : dateFormatter(format, dateTime);`,
  },
  {
    why: 'as above',
    from: `    const value = expression.evaluate(context).toString();
    const dateTime = dateTimeFromString(context.timeZone, value);
    if (dateTime == null) {
      return "";
    }
    return dateTimeFormatter(format, dateTime);`,
    to: `    const given = expression.evaluate(context);
    const dateTime = given.type === "NUMBER" ? evaluateDateTime(context, given) : dateTimeFromString(context.timeZone, given.toString());
    return dateTime == null ? "" : dateTimeFormatter(format, dateTime);`,
  },
  {
    why: 'a range may run downwards; the engine would take none of its values',
    from: 'return comparableValue != null && comparableValue >= start && comparableValue <= end;',
    to: 'return comparableValue != null && (start <= end ? comparableValue >= start && comparableValue <= end : comparableValue >= end && comparableValue <= start);',
  },
  {
    why: 'it remembers by a function that holds all answers: as a plain map they would stay in memory after the form was closed',
    from: 'const namespaceURIs = new UpsertableMap$1();',
    to: `const namespaceURIs = new (class extends WeakMap {
  upsert(key, make) {
    if (!this.has(key)) this.set(key, make(key));
    return this.get(key);
  }
  clear() {}
})();`,
  },
  {
    why: 'a whole number that may have decimals is written 41.0 in the record, and is 41 as text, in messages and in concat()',
    from: `    this.getXPathValue = () => {
      return this.getInstanceValue();
    };
    this.valueState = valueState;`,
    to: `    const inWords = (text) => definition.valueType === "decimal" ? text.replace(/\\.0$/, "") : text;
    this.getXPathValue = () => inWords(this.getInstanceValue());
    this.valueState = valueState;`,
  },
  {
    why: 'two answers side by side in a text are one stretch of it; each for itself, their marks would be shown in their place',
    from: `      const id = \`--ODK-OUTPUT-STRING-\${i}--\`;
      outputStrings.set(id, str);
      return "\`" + id + "\`";`,
    to: `      let first = i;
      while (chunks[first - 1]?.source === "output") first -= 1;
      const id = \`--ODK-OUTPUT-STRING-\${first}--\`;
      outputStrings.set(id, (outputStrings.get(id) ?? "") + str);
      return first === i ? "\`" + id + "\`" : "";`,
  },
  {
    why: 'without it a form that joins two lists, or looks back at what stands before, does not open',
    from: 'const compareDocumentOrder = XPathFunctionalityPendingError.createStubImplementation("compareDocumentOrder");',
    to: 'const compareDocumentOrder = documentOrder;',
  },
  {
    why: 'every cell of a list is named in the same few namespaces, which need no address of its own each time',
    from: 'return new this(String(namespaceURI));',
    to: `const href = String(namespaceURI);
    this.known ??= new Map();
    if (!this.known.has(href)) this.known.set(href, new this(href));
    return this.known.get(href);`,
  },
  {
    why: 'every row of a list has the same few columns, whose names need not be made each time',
    from: 'return new UnprefixedXFormsName(source);',
    to: `staticNodeName.known ??= new Map();
    if (!staticNodeName.known.has(source)) staticNodeName.known.set(source, new UnprefixedXFormsName(source));
    return staticNodeName.known.get(source);`,
  },
  {
    why: 'nothing in a list ever changes, so that nothing in it has to be watched (engine/choices.js)',
    from: 'return itemsCache.upsert(itemNode, () => {',
    to: `const labelled = (words) => new TextRange("item-label", [new TextChunk(control, "reference", words)]);
        return itemsCache.upsert(itemNode, (_, plain = plainChoice(itemset, itemNode, labelled)) => {
          if (plain) return plain;`,
  },
  {
    why: 'as above, of choices whose words are computed',
    from: `          const nodeElements = itemNode.getXPathChildNodes().filter((node) => node.nodeType === "static-element");
          const properties = itemset.getPropertiesExpressions(nodeElements).map((expression) => {
            return [expression.toString(), createComputedExpression(context, expression)];
          });
          return {
            label,
            value,
            properties
          };`,
    to: '          return { label, value, itemNode };',
  },
  {
    why: 'as above',
    from: `        return {
          label: item.label(),
          value: item.value(),
          properties: item.properties.map(
            ([propLabel, propValue]) => [propLabel, propValue()]
          )
        };`,
    to: `        if (item instanceof Choice) return item;
        const label = item.label();
        return new Choice(item.value(), () => label, item.itemNode);`,
  },
  {
    why: 'of two choices of one value the first is shown, and it is found without looking through all',
    from: `      return createMemo(() => valueOptions().some((item) => !!item.label.imageSource));
    });
    const mapOptionsByValue = this.scope.runTask(() => {
      return createMemo(() => {
        return new Map(valueOptions().map((item) => [item.value, item]));`,
    to: `      return createMemo(() => valueOptions().some((item) => !!item.label.imageSource));
    });
    const mapOptionsByValue = this.scope.runTask(() => {
      return createMemo(() => {
        return byValue(valueOptions());`,
  },
  {
    why: 'as above',
    from: `    const valueOption = this.currentState.valueOptions.find((item) => {
      return item.value === value;
    });
    return valueOption ?? null;`,
    to: '    return this.mapOptionsByValue().get(value) ?? null;',
  },
];

/**
 * The engine's text with every mend in it.
 *
 * @param {string} source
 * @throws {Error} when a passage does not stand there exactly once: then the engine is another one
 */
export function mended(source) {
  return MENDS.reduce((text, { why, from, to }) => {
    const parts = text.split(from);
    if (parts.length !== 2) throw new Error(`The form engine is not the one that is mended here (${why}): look at fieldkit/tablet/build/mends.js.`);
    return parts.join(to);
  }, source);
}
