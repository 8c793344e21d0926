// What does not fit on the page: a list of texts, empty if all is well.
const problems = [];
const shorten = (text) => text.trim().replace(/\s+/g, ' ').slice(0, 40);
if (document.documentElement.scrollWidth > innerWidth) {
  problems.push(`the page is ${document.documentElement.scrollWidth} wide`);
}
const boxes = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const node = walker.currentNode;
  const parent = node.parentElement;
  if (!node.data.trim() || !parent.checkVisibility() || parent.closest('script, style')) {
    continue;
  }
  let block = parent;
  while (getComputedStyle(block).display === 'inline') {
    block = block.parentElement;
  }
  const bounds = block.getBoundingClientRect();
  const range = document.createRange();
  range.selectNodeContents(node);
  for (const box of range.getClientRects()) {
    if (box.left < bounds.left - 1 || box.right > bounds.right + 1 || box.right > innerWidth || box.left < 0) {
      problems.push(`out of its box: ${shorten(node.data)}`);
    }
    boxes.push({ box, node });
  }
  for (const word of node.data.matchAll(/\S+/g)) {
    range.setStart(node, word.index);
    range.setEnd(node, word.index + word[0].length);
    if (word[0].length <= 18 && new Set([...range.getClientRects()].map((box) => box.top)).size > 1) {
      problems.push(`broken word: ${word[0]}`);
    }
  }
}
for (const element of document.querySelectorAll('body *')) {
  if (element.clientWidth > 0 && element.checkVisibility() && element.scrollWidth > element.clientWidth + 1) {
    problems.push(`wider than its box: ${element.tagName} ${shorten(element.textContent)}`);
  }
}
for (let i = 0; i < boxes.length; i++) {
  for (let j = i + 1; j < boxes.length; j++) {
    const one = boxes[i].box;
    const other = boxes[j].box;
    const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
    const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
    if (across > 1 && down > 3) {
      problems.push(`overlap: ${shorten(boxes[i].node.data)} / ${shorten(boxes[j].node.data)}`);
    }
  }
}
return problems;
