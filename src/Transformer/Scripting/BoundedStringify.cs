using System.Globalization;
using System.Text;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;

namespace Busroot.Transformer.Scripting;

/// <summary><c>JSON.stringify</c> that stops at the longest text a rule may make and at the run's limits.</summary>
/// <remarks>Source: ECMA-262 §25.5.2. The engine's own walks what is referred to from many places to its end, however large that is.</remarks>
internal sealed class BoundedStringify(Engine engine, ScriptLimits limits)
{
    private const int Deepest = 200;
    private const int WidestGap = 10; // as the standard has it

    private static readonly JsString ToJson = JsString.Create("toJSON");
    private static readonly JsString LengthName = JsString.Create("length");

    public void Install()
    {
        var json = engine.Global.Get(JsString.Create("JSON")).AsObject();
        var stringify = new ClrFunction(engine, "stringify", (_, arguments) => new Walk(engine, limits, arguments).Run(), 3);
        json.FastSetProperty(JsString.Create("stringify"), new PropertyDescriptor(stringify, writable: true, enumerable: false, configurable: true));
    }

    /// <summary>One call.</summary>
    private sealed class Walk
    {
        private readonly Engine _engine;
        private readonly ScriptLimits _limits;
        private readonly StringBuilder _text = new();
        private readonly List<ObjectInstance> _open = [];
        private readonly JsValue _value;
        private readonly JsValue? _replacer;
        private readonly List<JsValue>? _only;
        private readonly string _gap;
        private int _steps;

        public Walk(Engine engine, ScriptLimits limits, JsValue[] arguments)
        {
            _engine = engine;
            _limits = limits;
            _value = arguments.At(0);
            _replacer = arguments.At(1).IsCallable() ? arguments[1] : null;
            _only = arguments.At(1) is JsArray names ? NamesOf(names) : null;
            _gap = GapOf(arguments.At(2));
        }

        public JsValue Run()
        {
            var holder = new JsObject(_engine);
            holder.CreateDataProperty(JsString.Empty, _value);
            return Write(holder, JsString.Empty, _value) ? JsString.Create(_text.ToString()) : JsValue.Undefined;
        }

        // False when the value has no JSON: undefined, a function, a symbol.
        private bool Write(ObjectInstance holder, JsValue key, JsValue value)
        {
            value = Replaced(holder, key, value);
            Check();
            switch (value)
            {
                case JsNull:
                    _text.Append("null");
                    return true;
                case JsBoolean:
                    _text.Append(value.AsBoolean() ? "true" : "false");
                    return true;
                case JsString text:
                    Quote(text.ToString());
                    return true;
                case JsNumber:
                    _text.Append(double.IsFinite(value.AsNumber()) ? TypeConverter.ToString(value) : "null");
                    return true;
                case ObjectInstance found when !found.IsCallable():
                    WriteObject(found);
                    return true;
                default:
                    return false;
            }
        }

        private JsValue Replaced(ObjectInstance holder, JsValue key, JsValue value)
        {
            if (value is ObjectInstance found && found.Get(ToJson) is { } toJson && toJson.IsCallable())
            {
                value = toJson.Call(value, [JsString.Create(TypeConverter.ToString(key))]);
            }

            return _replacer is null ? value : _replacer.Call(holder, [JsString.Create(TypeConverter.ToString(key)), value]);
        }

        private void WriteObject(ObjectInstance found)
        {
            if (_open.Contains(found))
            {
                throw new JavaScriptException(_engine.Intrinsics.TypeError, "Converting circular structure to JSON");
            }

            if (_open.Count >= Deepest)
            {
                throw new ScriptLimitException(RuleFault.RecursionLimit, $"JSON.stringify was given something nested deeper than {Deepest} levels");
            }

            _open.Add(found);
            if (found.IsArray())
            {
                WriteItems(found);
            }
            else
            {
                WriteMembers(found);
            }

            _open.RemoveAt(_open.Count - 1);
        }

        private void WriteItems(ObjectInstance array)
        {
            var length = TypeConverter.ToLength(array.Get(LengthName));
            _text.Append('[');
            for (var i = 0UL; i < length; i++)
            {
                Separate(i == 0);
                var key = JsNumber.Create((double)i);
                if (!Write(array, key, array.Get(key)))
                {
                    _text.Append("null");
                }
            }

            Close(length == 0, ']');
        }

        private void WriteMembers(ObjectInstance owner)
        {
            var isEmpty = true;
            _text.Append('{');
            foreach (var key in _only ?? owner.GetOwnPropertyKeys(Types.String))
            {
                if (_only is null && !owner.GetOwnProperty(key).Enumerable)
                {
                    continue;
                }

                var start = _text.Length;
                Separate(isEmpty);
                Quote(key.ToString());
                _text.Append(_gap.Length > 0 ? ": " : ":");
                if (Write(owner, key, owner.Get(key)))
                {
                    isEmpty = false;
                }
                else
                {
                    _text.Length = start;
                }
            }

            Close(isEmpty, '}');
        }

        private void Separate(bool isFirst)
        {
            _text.Append(isFirst ? "" : ",");
            BreakLine(_open.Count);
        }

        private void Close(bool isEmpty, char bracket)
        {
            if (!isEmpty)
            {
                BreakLine(_open.Count - 1);
            }

            _text.Append(bracket);
        }

        private void BreakLine(int depth)
        {
            if (_gap.Length > 0)
            {
                _text.Append('\n').Insert(_text.Length, _gap, depth);
            }
        }

        private void Check()
        {
            BoundedBuiltIns.CheckText("JSON.stringify", _text.Length, _limits);
            if (++_steps % 256 == 0)
            {
                _engine.Constraints.Check();
            }
        }

        private void Quote(string text)
        {
            BoundedBuiltIns.CheckText("JSON.stringify", (double)_text.Length + text.Length, _limits);
            _text.Append('"');
            foreach (var c in text)
            {
                _ = c switch
                {
                    '"' => _text.Append("\\\""),
                    '\\' => _text.Append("\\\\"),
                    '\b' => _text.Append("\\b"),
                    '\f' => _text.Append("\\f"),
                    '\n' => _text.Append("\\n"),
                    '\r' => _text.Append("\\r"),
                    '\t' => _text.Append("\\t"),
                    < ' ' => _text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                    _ => _text.Append(c),
                };
            }

            _text.Append('"');
        }

        private static List<JsValue> NamesOf(JsArray names)
        {
            var list = new List<JsValue>();
            for (var i = 0u; i < names.Length; i++)
            {
                var name = names.Get(JsNumber.Create((double)i));
                if (name is JsString or JsNumber && JsString.Create(TypeConverter.ToString(name)) is var text && !list.Contains(text))
                {
                    list.Add(text);
                }
            }

            return list;
        }

        private static string GapOf(JsValue space) => space switch
        {
            JsNumber => new string(' ', (int)Math.Clamp(space.AsNumber(), 0, WidestGap)),
            JsString text => text.ToString()[..Math.Min(text.Length, WidestGap)],
            _ => "",
        };
    }
}
