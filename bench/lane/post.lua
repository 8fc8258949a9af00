-- wrk's script: orders with ids of their own; every answer is checked, and answers exactly one order that was asked.
-- wrk ... -s post.lua URL -- PREFIX

local items = '[{"qty":2,"price":9.5},{"qty":10,"price":49.9},{"qty":3,"price":120},{"qty":1,"price":15.25},{"qty":7,"price":8}]'
local threads = {}

function setup(thread)
  thread:set("number", #threads)
  table.insert(threads, thread)
end

function init(args)
  prefix = args[1] .. "-" .. number
  count, wrong = 0, 0
  asked = {}
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
end

function request()
  count = count + 1
  local id = prefix .. "-" .. count
  asked[id] = true
  return wrk.format(nil, nil, nil, '{"order_id":"' .. id .. '","items":' .. items .. '}')
end

-- What every system must answer, whatever spaces it writes: total, gross, decision, and the text of this very order.
local function is_right(status, body)
  if status ~= 200 then return false end
  local id = body:match('"order_id": ?"([^"]+)"')
  if not id or not asked[id] then return false end
  asked[id] = nil
  return body:find('"total": ?949%.25[,}]') ~= nil
    and body:find('"gross": ?1129%.61[,}]') ~= nil
    and body:find('"decision": ?"large"') ~= nil
    and body:find('"text": ?"Order ' .. id:gsub("%-", "%%-") .. ': 949%.25 large"') ~= nil
end

function response(status, headers, body)
  if not is_right(status, body) then
    wrong = wrong + 1
    if wrong <= 3 then io.stderr:write("wrong answer: " .. status .. " " .. body:sub(1, 300) .. "\n") end
  end
end

function done(summary, latency, requests)
  local all_wrong = 0
  for _, thread in ipairs(threads) do all_wrong = all_wrong + thread:get("wrong") end
  local errors = summary.errors
  io.write(string.format(
    'RESULT {"requests":%d,"seconds":%.3f,"p50_ms":%.3f,"p95_ms":%.3f,"p99_ms":%.3f,"wrong":%d,"timeouts":%d,"broken":%d}\n',
    summary.requests, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3,
    all_wrong, errors.timeout, errors.connect + errors.read + errors.write))
end
