// Comfort for pages that work without it. No page needs this file; nothing here writes markup with styles or handlers, so it
// runs under a policy of script-src 'self' and style-src 'self'.
(() => {
  'use strict';

  document.documentElement.classList.add('has-script');
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const on = (type, selector, act) => document.addEventListener(type, (event) => {
    const found = event.target.closest?.(selector);
    if (found) act(found, event);
  });

  // ---- Sending once: the buttons rest until the answer comes, or the reader comes back to the page.

  let leaving = false;

  const rest = (form, button) => {
    form.setAttribute('aria-busy', 'true');
    // After this event, or the pressed button's name would not be sent.
    setTimeout(() => {
      for (const each of all('button[type=submit]', form)) each.disabled = true;
      if (button && form.isConnected) {
        button.dataset.label = button.textContent;
        button.textContent = '正在提交…';
      }
    });
  };

  const wake = (form) => {
    form.removeAttribute('aria-busy');
    for (const each of all('button[type=submit]', form)) {
      each.disabled = false;
      if (each.dataset.label) each.textContent = each.dataset.label;
      delete each.dataset.label;
    }
  };

  on('click', 'button[data-asks]', (button, event) => {
    if (!confirm(button.dataset.asks)) event.preventDefault();
  });

  on('submit', 'form[data-once]', (form, event) => {
    if (form.hasAttribute('aria-busy')) {
      event.preventDefault();
      return;
    }
    leaving = true;
    rest(form, event.submitter);
  });

  addEventListener('pageshow', () => {
    leaving = false;
    all('form[data-once]').forEach(wake);
    for (const field of all('form[data-tidy] [data-tidied]')) {
      field.disabled = false;
      delete field.dataset.tidied;
    }
  });

  // ---- Unsaved text: ask before the page is left.

  const TYPED = 'textarea, input[type=text], input[type=tel], input[type=number], input[type=date], input[type=file]';
  const unsaved = (form) => {
    const refused = form.querySelector('textarea') && (form.parentElement.querySelector('.problems') !== null);
    return all(TYPED, form).some((field) => (refused ? field.value !== '' : field.value !== field.defaultValue));
  };

  addEventListener('beforeunload', (event) => {
    if (!leaving && all('form[data-once], form[data-upload]').some(unsaved)) event.preventDefault();
  });

  // ---- Searches send only what was filled in, so that their addresses stay short.

  on('submit', 'form[data-tidy]', (form) => {
    for (const field of form.elements) {
      if (field.name && field.value === '' && !field.disabled) {
        field.dataset.tidied = '';
        field.disabled = true;
      }
    }
  });

  document.addEventListener('htmx:config:request', (event) => {
    const { ctx } = event.detail;
    if (!ctx.sourceElement.matches('form[data-tidy]')) return;
    const { body } = ctx.request;
    for (const [name, value] of [...body]) if (value === '') body.delete(name);
  });

  // An answer that is no result (signed out, server restarting) is shown as a page of its own.
  document.addEventListener('htmx:before:response', (event) => {
    const { ctx } = event.detail;
    if (ctx.response.status < 400 && !ctx.response.raw.redirected) return;
    event.preventDefault();
    if (ctx.sourceElement.matches('form[data-tidy], .sort')) location.assign(ctx.request.action);
  });

  // ---- Files: too large is said at once; uploads show how far they are.

  on('change', 'input[type=file][data-limit]', (field) => {
    const limit = Number(field.dataset.limit);
    const large = [...field.files].find((file) => file.size > limit);
    field.setCustomValidity(large ? `“${large.name}”超过 ${Math.floor(limit / 1048576)} MB，请压缩或拆分后再传。` : '');
    if (large) field.reportValidity();
  });

  on('submit', 'form[data-upload]', (form, event) => {
    event.preventDefault();
    if (form.hasAttribute('aria-busy')) return;
    const line = form.querySelector('.progress-line');
    const bar = line.querySelector('progress');
    const said = line.querySelector('[role=status]');
    const failed = () => {
      said.textContent = '没有传完，请检查网络后再点“上传”。';
      wake(form);
    };
    const request = new XMLHttpRequest();
    request.upload.onprogress = (at) => {
      if (!at.lengthComputable) return;
      bar.value = (at.loaded / at.total) * 100;
      said.textContent = at.loaded < at.total ? `${Math.floor(bar.value)}%` : '已传完，正在检查文件…';
    };
    request.onerror = failed;
    request.onload = () => {
      const page = new DOMParser().parseFromString(request.responseText, 'text/html');
      const main = page.querySelector('main');
      if (!main) {
        failed();
        return;
      }
      if (request.status < 400) history.replaceState(history.state, '', request.responseURL);
      document.querySelector('main').replaceWith(main);
      document.title = page.title;
      begin(main);
      main.querySelector('.flash, .problems, #attachments')?.scrollIntoView({ block: 'center' });
    };
    const data = new FormData(form);
    bar.value = 0;
    said.textContent = '';
    line.hidden = false;
    rest(form, event.submitter);
    request.open('POST', form.action);
    request.send(data);
  });

  // ---- Fields that depend on a choice: data-when="name=value|value".

  const follow = (root) => {
    for (const part of all('[data-when]', root)) {
      const [name, values] = part.dataset.when.split('=');
      const chosen = part.closest('form').querySelector(`input[name="${CSS.escape(name)}"]:checked`);
      part.hidden = !chosen || !values.split('|').includes(chosen.value);
    }
  };
  on('change', 'input[type=radio]', (field) => field.form && follow(field.form));

  // ---- Long lists get a search box.

  const words = {
    no_results: () => '<div class="no-results">没有符合的选项</div>',
  };

  const pick = (select) => {
    const empty = select.querySelector('option[value=""]');
    new TomSelect(select, {
      allowEmptyOption: true,
      maxOptions: null,
      placeholder: empty?.textContent ?? '',
      render: words,
    });
    select.setAttribute('aria-hidden', 'true');
  };

  // The check boxes stay what is sent; the search box ticks them.
  const pickMany = (group) => {
    const ticks = group.querySelector('.ticks');
    const boxes = all('input[type=checkbox]', ticks);
    const select = document.createElement('select');
    select.multiple = true;
    select.className = 'form-select';
    for (const box of boxes) {
      const label = box.nextElementSibling.firstChild.textContent;
      select.add(new Option(label, box.value, box.checked, box.checked));
    }
    ticks.before(select);
    ticks.hidden = true;
    const search = new TomSelect(select, {
      plugins: { remove_button: { title: '移除' } },
      maxOptions: null,
      placeholder: '输入名称查找',
      hidePlaceholder: true,
      render: words,
      onItemAdd() {
        this.setTextboxValue('');
        this.refreshOptions();
      },
    });
    select.setAttribute('aria-hidden', 'true');
    search.control_input.setAttribute('aria-label', group.querySelector('legend').textContent);
    select.addEventListener('change', () => {
      const chosen = new Set(search.items);
      for (const box of boxes) box.checked = chosen.has(box.value);
    });
  };

  // ---- Rows that can be added to.

  const addRows = (rows) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'btn btn-sm';
    button.textContent = '加一行';
    button.addEventListener('click', () => {
      const count = rows.children.length + 1;
      const row = rows.lastElementChild.cloneNode(true);
      row.querySelector('legend').textContent = `第 ${count} 行`;
      for (const field of all('[id]', row)) {
        const id = field.id.replace(/\d+$/, count);
        row.querySelector(`label[for="${field.id}"]`).htmlFor = id;
        field.id = id;
        if (field.tagName === 'SELECT') field.selectedIndex = 0;
        else field.value = '';
      }
      rows.append(row);
      row.querySelector('select, input').focus();
    });
    rows.after(button);
  };

  // ---- Menus close when the reader turns elsewhere.

  document.addEventListener('click', (event) => {
    for (const menu of all('details[data-menu][open]')) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    for (const menu of all('details[data-menu][open]')) {
      menu.open = false;
      menu.querySelector('summary').focus();
    }
  });

  // ---- Keys of the ledger. They can be turned off, for those whose speech would press them (WCAG 2.1.4).

  const keysOn = () => localStorage.getItem('keys') !== 'off';
  const sayKeys = (note) => {
    note.hidden = false;
    note.querySelector('button').textContent = keysOn() ? '停用快捷键' : '启用快捷键';
  };
  on('click', '[data-keys] button', (button) => {
    localStorage.setItem('keys', keysOn() ? 'off' : 'on');
    sayKeys(button.closest('[data-keys]'));
  });
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !document.querySelector('[data-keys]') || !keysOn()) return;
    if (event.target.closest('input, select, textarea')) return;
    if (event.key === '/') {
      event.preventDefault();
      document.querySelector('input[type=search]').focus();
    } else if (event.key === 'j' || event.key === 'k') {
      const links = all('.ledger .row-link');
      const at = links.indexOf(document.activeElement.closest('tr')?.querySelector('.row-link'));
      const next = event.key === 'j' ? at + 1 : Math.max(at - 1, 0);
      links[next]?.focus();
    }
  });

  // ---- 会议: the arrow keys turn the page, except where something is being typed or chosen.

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (!event.key.startsWith('Arrow') || event.target.closest('input, select, textarea')) return;
    document.querySelector(`[data-turn="${event.key}"]`)?.click();
  });

  // ---- Choosing rows: how many, all of the page, all that match.

  const picked = (list) => all('[data-picked]', list).filter((box) => box.checked);
  const sayPicked = (list) => {
    const form = list.querySelector('[data-picks]');
    if (!form) return;
    const boxes = all('[data-picked]', list);
    const more = form.querySelector('[data-pick-more]');
    const whole = list.querySelector('[data-pick-all] input');
    const count = picked(list).length;
    form.querySelector('[data-pick-count]').textContent = more?.checked ? '已选全部' : `已选 ${count} 项`;
    whole.checked = count > 0 && count === boxes.length;
    whole.indeterminate = count > 0 && count < boxes.length;
  };
  const choosing = (root) => {
    for (const label of all('[data-pick-all]', root)) {
      label.hidden = false;
      label.nextElementSibling?.remove();
      sayPicked(label.closest('section'));
    }
  };
  on('change', '[data-pick-all] input', (whole) => {
    const list = whole.closest('section');
    for (const box of all('[data-picked]', list)) box.checked = whole.checked;
    sayPicked(list);
  });
  on('change', '[data-picked], [data-pick-more]', (box) => sayPicked(box.closest('section')));
  // A list that came by itself is a new one.
  document.addEventListener('htmx:after:swap', () => choosing(document));

  // ---- Printing.

  on('click', '[data-print]', () => print());

  const begin = (root) => {
    for (const button of all('[data-print]', root)) button.hidden = false;
    follow(root);
    if (window.TomSelect) {
      all('select[data-pick]', root).forEach(pick);
      all('[data-many]', root).forEach(pickMany);
    }
    all('[data-rows]', root).forEach(addRows);
    choosing(root);
    all('[data-keys]', root).forEach(sayKeys);
    root.querySelector('[data-focus]')?.focus();
    if (root !== document) window.htmx?.process(root);
  };
  begin(document);
})();
