-- Works on a scene with Neovim's own client, and writes what came of it as JSON. Run by test_neovim.py, with
-- the command of the server, the story's folder and the file to write in `vim.g.escape_test`.
local test = vim.json and vim.json.decode(vim.env.ESCAPE_TEST) or vim.fn.json_decode(vim.env.ESCAPE_TEST)
local found = {}

local function put(old, new)
  local lines = vim.api.nvim_buf_get_lines(0, 0, -1, false)
  for number, line in ipairs(lines) do
    local start, stop = line:find(old, 1, true)
    if start then
      vim.api.nvim_buf_set_text(0, number - 1, start - 1, number - 1, stop, { new })
      return
    end
  end
  error("not there: " .. old)
end

local function go(words, into)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    local start = line:find(words, 1, true)
    if start then
      vim.api.nvim_win_set_cursor(0, { number, start - 1 + into })
      return
    end
  end
  error("not there: " .. words)
end

local function ask(method, more)
  local params = vim.tbl_extend("force", vim.lsp.util.make_position_params(0, "utf-16"), more or {})
  local answers = vim.lsp.buf_request_sync(0, method, params, 30000) or {}
  for _, answer in pairs(answers) do
    return answer.result
  end
end

local function codes()
  return vim.tbl_map(function(one) return one.code end, vim.diagnostic.get(0))
end

local function run()
  vim.cmd("edit " .. vim.fn.fnameescape(test.folder .. "/3-the-boy/alarm.yaml"))
  local config = { name = "escape", cmd = test.command, root_dir = test.folder }
  if vim.lsp.start then
    vim.lsp.start(config)
  else
    vim.lsp.buf_attach_client(0, vim.lsp.start_client(config))
  end
  put("to: c3_a_rack", "to: c3_a_rak")
  vim.wait(30000, function() return #codes() > 0 end, 20)
  found.problems = codes()

  go("to: c3_a_rak", 12)
  found.completion = vim.tbl_map(function(item) return item.label end, ask("textDocument/completion").items)

  local params = vim.lsp.util.make_range_params(0, "utf-16")
  params.context = { diagnostics = {} }
  local answers = vim.lsp.buf_request_sync(0, "textDocument/codeAction", params, 30000)
  for _, answer in pairs(answers) do
    found.action = answer.result[1].title
    vim.lsp.util.apply_workspace_edit(answer.result[1].edit, "utf-16")
  end
  vim.wait(30000, function() return #codes() == 0 end, 20)
  found.mended = codes()

  go("to: c3_a_rack", 6)
  local places = ask("textDocument/definition")
  found.definition = places[1].range.start.line + 1
  found.references = #ask("textDocument/references", { context = { includeDeclaration = true } })
  found.hover = ask("textDocument/hover").contents.value

  vim.lsp.util.apply_workspace_edit(ask("textDocument/rename", { newName = "c3_a_bunks" }), "utf-16")
  found.text = vim.api.nvim_buf_get_lines(0, 0, -1, false)
end

local fine, message = pcall(run)
found.error = not fine and tostring(message) or nil
vim.fn.writefile({ vim.fn.json_encode(found) }, test.result)
vim.cmd("qall!")
