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
    why: 'dates are counted by the calendar of the place, as in Collect: by UTC, 30 days later could be the 29th or the 31st (engine/days.js)',
    from: 'this.numberValue = numberValue ?? epochMilliseconds / DAY_MILLISECONDS;',
    to: 'this.numberValue = numberValue ?? daysOf(dateTime);',
  },
  { why: 'as above', from: 'return dateTime.epochMilliseconds / DAY_MILLISECONDS;', to: 'return daysOf(dateTime);' },
  { why: 'as above', from: 'Math.floor(dateTime.epochMilliseconds / DAY_MILLISECONDS)', to: 'Math.floor(daysOf(dateTime))' },
  {
    why: 'as above, and back',
    from: 'return new Xn.ZonedDateTime(toNanoseconds(milliseconds), timeZone.toString());',
    to: 'return new Xn.ZonedDateTime(toNanoseconds(milliseconds), "UTC").toPlainDateTime().toZonedDateTime(timeZone);',
  },
  {
    why: 'a day that no calendar has, such as date(concat(year, "-02-30")) while somebody answers, is no date; the form would fail',
    from: `const dateTimeFromString = (timeZone, value) => {
  if (!isISODateOrDateTimeLike(value)) {
    return null;
  }`,
    to: `const dateTimeFromString = (timeZone, value) => {
  try {
    return isISODateOrDateTimeLike(value) ? readDateTime(timeZone, value) : null;
  } catch {
    return null;
  }
};
const readDateTime = (timeZone, value) => {`,
  },
  {
    why: 'a day that is computed as a moment or a number, now() or today() - 7, is that day',
    from: `const parseString = (value) => {
  if (value == null`,
    to: `const parseString = (given) => {
  const value = dayOf(given);
  if (value == null`,
  },
  {
    why: 'as above, of a time',
    from: 'const match = ISO_TIME_WITH_OPTIONAL_OFFSET_PATTERN.exec(value ?? "");',
    to: 'const match = ISO_TIME_WITH_OPTIONAL_OFFSET_PATTERN.exec(value = timeOf(value));',
  },
  {
    why: 'as above, of a day with its time',
    from: 'const match = ISO_DATE_TIME_WITH_OPTIONAL_OFFSET_PATTERN.exec(value);',
    to: 'const match = ISO_DATE_TIME_WITH_OPTIONAL_OFFSET_PATTERN.exec(value = momentOf(value));',
  },
  {
    why: 'a repeat is asked a whole number of times: 2.5 is 2, and 1 div 0 is not yet known; the form would fail',
    from: 'let currentCount = computeCount();',
    to: 'let currentCount = Math.floor(computeCount());',
  },
  { why: 'as above', from: '        Number.isNaN(currentCount)) {', to: '        !Number.isFinite(currentCount)) {' },
  {
    why: 'pulldata() looks for whatever somebody wrote, also O’Brien with a straight apostrophe, in columns with any name',
    from: "const expr = `instance('${instanceId}')/root/item[${queryElement}='${query}']/${desiredElement}`;",
    to: `const literal = query.includes("'") ? \`concat('\${query.split("'").join(\`',"'",'\`)}')\` : \`'\${query}'\`;
    const column = (name) => /^[\\p{L}_][\\p{L}\\p{N}_.-]*$/u.test(name) ? name : \`*[local-name()='\${name}']\`;
    const expr = \`instance('\${instanceId}')/root/item[\${column(queryElement)}=\${literal}]/\${column(desiredElement)}\`;`,
  },
  {
    why: 'a list in XML may begin with its declaration',
    from: 'instanceElement.innerHTML = this.resource.data;',
    to: 'instanceElement.innerHTML = this.resource.data.replace(/^\\s*<\\?xml[^>]*>/, "");',
  },
  {
    why: 'a place on a map may have a height, which Collect passes over',
    from: 'const [longitude, latitude, ...rest] = data;',
    to: 'const [longitude, latitude] = data;',
  },
  { why: 'as above', from: 'typeof latitude === "number" && rest.length === 0)', to: 'typeof latitude === "number")' },
  {
    why: 'an area may have holes, which Collect passes over',
    from: 'const [coordinates, ...rest] = value.coordinates;',
    to: 'const [coordinates] = value.coordinates;',
  },
  {
    why: 'as above',
    from: `      if (rest.length > 0) {
        throw new ErrorProductionDesignPendingError(
          \`Unsupported \${POLYGON}: multiple sets of coordinates\`
        );
      }
`,
    to: '',
  },
  { why: 'a thing without a place is a choice all the same', from: '  assertSupportedGeometry(geometry);\n', to: '  if (geometry) assertSupportedGeometry(geometry);\n' },
  { why: 'as above', from: 'const values = geometryValues(geometry);', to: 'const values = geometry ? geometryValues(geometry) : [];' },
  {
    why: 'null is an empty cell, not a word',
    from: 'yield propertyChildOption(propertyName, String(propertyValue));',
    to: 'yield propertyChildOption(propertyName, String(propertyValue ?? ""));',
  },
  { why: 'Sunday has a name, too: it is the seventh day there', from: 'return shortDays[dateTime.dayOfWeek] ?? "";', to: 'return shortDays[dateTime.dayOfWeek % 7] ?? "";' },
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
