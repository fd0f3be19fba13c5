using Busroot.Transformer.Scripting;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime.Interop;
using TypeConverter = Jint.Runtime.TypeConverter;
using Types = Jint.Runtime.Types;

namespace Busroot.Transformer.NodeRed.Functions;

/// <summary>The global names a function finds beside JavaScript's own. Source: Node-RED 5.0.4, 10-function.js; names that Node-RED's sandbox lacks are not here either.</summary>
internal sealed class FunctionSandbox
{
    private static readonly PreparedScript Prelude = JintBindings.PrepareScript(ReadPrelude(), "node-red");

    private readonly FunctionHost _host;
    private readonly JsValue _wrap;
    private readonly JsValue _text;
    private readonly JsValue _json;
    private readonly JsValue _error;
    private readonly JsValue _settle;

    public FunctionSandbox(FunctionHost host)
    {
        _host = host;
        var context = new ContextFunctions(host).Build();
        var timers = new TimerFunctions(host);
        var env = Object(("get", arguments => Env(arguments.At(0))));
        var prelude = RunPrelude(context, env, timers.SetTimeout);
        var nodes = new NodeFunctions(host);
        Node = nodes.Build();
        Send = Node.Get("send");
        Done = Node.Get("done");
        (_wrap, _text, _json, _error, _settle) = (prelude.Get("wrap"), prelude.Get("text"), prelude.Get("json"), prelude.Get("error"), prelude.Get("settle"));
        var globals = new Dictionary<string, JsValue>(StringComparer.Ordinal)
        {
            ["node"] = Node,
            ["context"] = context,
            ["flow"] = context.Get("flow"),
            ["global"] = context.Get("global"),
            ["env"] = env,
            ["setTimeout"] = timers.SetTimeout,
            ["setInterval"] = timers.SetInterval,
            ["clearTimeout"] = timers.Clear,
            ["clearInterval"] = timers.Clear,
        };
        var more = (ObjectInstance)prelude.Get("sandbox");
        foreach (var name in more.GetOwnPropertyKeys(Types.String))
        {
            globals[name.ToString()] = more.Get(name);
        }

        Globals = globals;
    }

    /// <summary>The names.</summary>
    public static IReadOnlySet<string> Names { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "node", "context", "flow", "global", "env", "setTimeout", "setInterval", "clearTimeout", "clearInterval",
        "Buffer", "URL", "URLSearchParams", "util", "promisify", "console", "RED",
    };

    public IReadOnlyDictionary<string, JsValue> Globals { get; }

    public JsObject Node { get; }

    public JsValue Send { get; }

    public JsValue Done { get; }

    public JsValue Wrap(JsValue bytes) => _wrap.Call(JsValue.Undefined, [bytes]);

    public string TextOf(JsValue value) => TypeConverter.ToString(_text.Call(JsValue.Undefined, [value]));

    /// <summary>JSON; null for what JSON cannot hold.</summary>
    public string? JsonOf(JsValue value) => _json.Call(JsValue.Undefined, [value]) is JsString text ? text.ToString() : null;

    public JsValue ErrorOf(string message, string code) => _error.Call(JsValue.Undefined, [JsString.Create(message), JsString.Create(code)]);

    public void Watch(JsValue promise, MessageUnderWay underWay) =>
        _settle.Call(JsValue.Undefined, [promise, Settled(underWay, isError: false), Settled(underWay, isError: true)]);

    private ObjectInstance RunPrelude(JsObject context, JsObject env, JsValue setTimeout)
    {
        var engine = _host.Engine;
        var given = Object(
            ("encode", arguments => Encode(arguments)),
            ("decode", arguments => Decode(arguments)),
            ("isEncoding", arguments => BufferText.IsKnown(arguments.At(0).ToString()) ? JsBoolean.True : JsBoolean.False),
            ("say", arguments => Say(arguments)),
            ("generateId", _ => _host.NewId()),
            ("getPath", arguments => arguments.At(0) is ObjectInstance owner ? Path(arguments.At(1)).Get(owner) : JsValue.Undefined),
            ("setPath", SetPath),
            ("parsePath", arguments => Path(arguments.At(0)).ToArray(engine)));
        given.CreateDataProperty("setTimeout", setTimeout);
        given.CreateDataProperty("env", env);
        given.CreateDataProperty("flow", context.Get("flow"));
        given.CreateDataProperty("global", context.Get("global"));
        return (ObjectInstance)Prelude.Run(engine).Call(JsValue.Undefined, [given]);
    }

    private ClrFunction Settled(MessageUnderWay underWay, bool isError) => Function("settled", arguments =>
    {
        underWay.Settled = new Settlement(arguments.At(0), isError);
        return JsValue.Undefined;
    });

    private JsValue Say(JsValue[] arguments)
    {
        var level = arguments.At(0).ToString();
        _host.Say(level == "log" ? arguments.At(1).ToString() : $"{level}: {arguments.At(1)}");
        return JsValue.Undefined;
    }

    private JsValue Env(JsValue name)
    {
        var scope = _host.Scope;
        return name is not JsString ? JsValue.Undefined : name.ToString() switch
        {
            "NR_NODE_ID" or "NR_FLOW_ID" => JsString.Create(scope.Rule.Id),
            "NR_NODE_NAME" => JsString.Create(scope.Rule.Function!.Name),
            "NR_FLOW_NAME" or "NR_NODE_PATH" => JsString.Create(scope.Rule.Id),
            var text when text.StartsWith("$parent.", StringComparison.Ordinal) => OfVariable(text["$parent.".Length..]),
            var text => OfVariable(text),
        };
    }

    private JsValue OfVariable(string name) => !_host.Scope.Variables.Values.TryGetValue(name, out var value) ? JsValue.Undefined
        : value.Text is { } text ? JsString.Create(text)
        : value.Number is { } number ? JsNumber.Create(number)
        : value.Flag is { } flag ? (flag ? JsBoolean.True : JsBoolean.False)
        : JsValue.Undefined;

    private JsTypedArray Encode(JsValue[] arguments)
    {
        var encoding = arguments.At(1).ToString();
        return BufferText.Encode(arguments.At(0).ToString(), encoding) is { } bytes
            ? _host.Engine.Intrinsics.Uint8Array.Construct((ReadOnlySpan<byte>)bytes)
            : throw _host.Error($"Unknown encoding: {ResultText.Cut(encoding)}", "ERR_UNKNOWN_ENCODING");
    }

    private JsString Decode(JsValue[] arguments)
    {
        var bytes = arguments.At(0).AsUint8Array();
        var start = (int)TypeConverter.ToNumber(arguments.At(2));
        var end = Math.Max((int)TypeConverter.ToNumber(arguments.At(3)), start);
        var encoding = arguments.At(1).ToString();
        BoundedBuiltIns.CheckText("Buffer.toString", (end - start) * 2.0, _host.Limits);
        return BufferText.Decode(bytes.AsSpan(start, end - start), encoding) is { } text
            ? JsString.Create(text)
            : throw _host.Error($"Unknown encoding: {ResultText.Cut(encoding)}", "ERR_UNKNOWN_ENCODING");
    }

    private JsBoolean SetPath(JsValue[] arguments)
    {
        if (arguments.At(0) is not ObjectInstance owner)
        {
            return JsBoolean.False;
        }

        var path = Path(arguments.At(1));
        if (!TypeConverter.ToBoolean(arguments.At(3)) && !path.HasParent(owner))
        {
            return JsBoolean.False;
        }

        path.Set(owner, arguments.At(2), _host.Engine);
        return JsBoolean.True;
    }

    private PropertyPath Path(JsValue text) =>
        PropertyPath.Parse(text is JsString ? text.ToString() : "", out var error) ?? throw _host.Error($"Invalid property expression: {error}", "INVALID_EXPR");

    private ClrFunction Function(string name, Func<JsValue[], JsValue> run) => new(_host.Engine, name, (_, arguments) => run(arguments));

    private JsObject Object(params (string Name, Func<JsValue[], JsValue> Run)[] functions)
    {
        var made = new JsObject(_host.Engine);
        foreach (var (name, run) in functions)
        {
            made.CreateDataProperty(name, Function(name, run));
        }

        return made;
    }

    private static string ReadPrelude()
    {
        using var reader = new StreamReader(typeof(FunctionSandbox).Assembly.GetManifestResourceStream("node-red-prelude.js")!);
        return reader.ReadToEnd();
    }
}
