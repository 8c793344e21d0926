
'use strict';
(() => {
  const ROWS_AT_ONCE = 200;
  const NUMBERS = ['Employees', 'Founded'];
  const body = document.querySelector('tbody');
  const headers = [...document.querySelectorAll('thead th')];
  const counts = [...document.querySelectorAll('a[data-status]')];
  const form = document.querySelector('form');
  const search = document.getElementById('search');
  const state = document.querySelector('[role=status]');
  const more = document.getElementById('more');
  const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
  const order = ['failed', 'open', 'enriched'];
  const localTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

  const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const cell = (row, label) => row.querySelector(`[data-label="${label}"]`);
  const value = (row, label) => {
    const found = cell(row, label);
    if (label === 'Status') {
      const time = found.querySelector('time');
      return `${order.indexOf(row.dataset.status)} ${time ? time.dateTime : ''}`;
    }
    const text = found ? (found.querySelector('a') || found).textContent.trim() : '';
    return NUMBERS.includes(label) && text ? Number(text.replaceAll(',', '')) : text;
  };

  let rows = [...body.rows].map((row) => ({ row, text: plain(row.textContent) }));
  let status = '';
  let limit = ROWS_AT_ONCE;

  function show() {
    const words = plain(search.value).split(/\s+/);
    const found = rows.filter(({ row, text }) =>
      (!status || row.dataset.status === status) && words.every((word) => text.includes(word)));
    body.replaceChildren(...found.slice(0, limit).map(({ row }) => row));
    more.hidden = found.length <= limit;
    const shown = Math.min(limit, found.length);
    state.textContent = (shown < found.length ? `first ${shown} of ${found.length} found` : `${found.length} found`)
      + `, ${rows.length} in all`;
    for (const link of counts) {
      link.toggleAttribute('aria-current', link.dataset.status === status);
    }
  }

  function compare(one, other, direction) {
    if (one === '' || other === '') {
      return (one === '') - (other === ''); // what is not known comes last either way
    }
    return direction * (typeof one === 'number' ? one - other : collator.compare(one, other));
  }

  function sortBy(label, direction) {
    const keyed = rows.map((entry) => ({ entry, key: value(entry.row, label) }));
    keyed.sort((one, other) => compare(one.key, other.key, direction));
    rows = keyed.map(({ entry }) => entry);
  }

  function sortByHeader(header) {
    const direction = header.ariaSort === 'ascending' ? -1 : 1;
    headers.forEach((each) => each.removeAttribute('aria-sort'));
    header.setAttribute('aria-sort', direction === 1 ? 'ascending' : 'descending');
    sortBy(header.textContent, direction);
    document.querySelector('caption').hidden = true;
    show();
  }

  for (const time of document.querySelectorAll('time')) {
    time.title = time.textContent;
    time.textContent = localTime.format(new Date(time.dateTime));
  }
  for (const header of headers) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = header.textContent;
    button.addEventListener('click', () => sortByHeader(header));
    header.replaceChildren(button);
  }
  for (const link of counts) {
    link.addEventListener('click', () => {
      status = link.dataset.status;
      limit = ROWS_AT_ONCE;
      show();
    });
  }
  search.addEventListener('input', () => {
    limit = ROWS_AT_ONCE;
    show();
  });
  form.addEventListener('submit', (event) => event.preventDefault());
  more.addEventListener('click', () => {
    limit += ROWS_AT_ONCE;
    show();
  });
  addEventListener('beforeprint', () => {
    limit = Infinity;
    show();
  });

  sortBy('Company', 1);
  rows.sort((one, other) => order.indexOf(one.row.dataset.status) - order.indexOf(other.row.dataset.status));
  form.hidden = false;
  show();
})();
