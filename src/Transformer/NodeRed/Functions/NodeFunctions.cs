using Busroot.Transformer.Scripting;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;
using JavaScriptException = Jint.Runtime.JavaScriptException;
using TypeConverter = Jint.Runtime.TypeConverter;

namespace Busroot.Transformer.NodeRed.Functions;

/// <summary>The <c>node</c> of a function: what it may ask and say. Source: Node-RED 5.0.4, 10-function.js.</summary>
internal sealed class NodeFunctions(FunctionHost host)
{
    /// <summary>Makes the object that all functions share; it finds out for itself whose run it is in.</summary>
    public JsObject Build()
    {
        var node = new JsObject(host.Engine);
        Property(node, "id", scope => JsString.Create(scope.Rule.Id));
        Property(node, "name", scope => JsString.Create(scope.Rule.Function!.Name));
        Property(node, "path", scope => JsString.Create(scope.Rule.Id));
        Property(node, "outputCount", scope => JsNumber.Create(scope.Rule.Function!.Outputs));
        Function(node, "log", arguments => Say("", arguments));
        Function(node, "error", Error);
        Function(node, "warn", arguments => Say("", arguments));
        Function(node, "debug", arguments => Say("debug: ", arguments));
        Function(node, "trace", arguments => Say("trace: ", arguments));
        Function(node, "on", On);
        Function(node, "status", SetStatus);
        Function(node, "send", Send);
        Function(node, "done", Done);
        Function(node, "linkcall", _ => throw host.Error("node.linkcall: a rule has no other flows to call", "ERR_NOT_AVAILABLE"));
        return node;
    }

    private JsValue Say(string level, JsValue[] arguments)
    {
        host.Say(level + host.TextOf(arguments.At(0)));
        return JsValue.Undefined;
    }

    // With a message a Catch node gets it; without one it is only logged.
    private JsValue Error(JsValue[] arguments)
    {
        var text = arguments.At(0) is ObjectInstance error && error.Get("message") is JsString message ? message.ToString() : host.TextOf(arguments.At(0));
        if (arguments.At(1) is ObjectInstance)
        {
            host.Report(text);
        }
        else
        {
            host.Say(text);
        }

        return JsValue.Undefined;
    }

    private JsValue On(JsValue[] arguments)
    {
        Refuse(Step.Start, "on");
        var name = arguments.At(0).ToString();
        if (name == "input")
        {
            throw host.Error("Cannot add listener to 'input' event within Function", "ERR_NOT_AVAILABLE");
        }

        if (name == "close" && arguments.At(1).IsCallable() && host.Scope.CloseListeners.Count < 16)
        {
            host.Scope.CloseListeners.Add(arguments[1]);
        }

        return JsValue.Undefined;
    }

    private JsValue SetStatus(JsValue[] arguments)
    {
        var status = arguments.At(0);
        if (status is JsString or JsNumber or JsBoolean)
        {
            var shown = new JsObject(host.Engine);
            shown.CreateDataProperty("text", JsString.Create(TypeConverter.ToString(status)));
            status = shown;
        }

        host.Scope.Status = status;
        return JsValue.Undefined;
    }

    private JsValue Send(JsValue[] arguments)
    {
        if (host.Step == Step.Stop)
        {
            host.Say("Cannot send from close function");
            return JsValue.Undefined;
        }

        host.Sent.Send(arguments.At(0), isClone: !ReferenceEquals(arguments.At(1), JsBoolean.False));
        return JsValue.Undefined;
    }

    // In Node-RED it tells a Complete node, which nobody has here; the next message does not wait for it there either.
    private JsValue Done(JsValue[] arguments)
    {
        Refuse(Step.Start, "done");
        if (TypeConverter.ToBoolean(arguments.At(0)))
        {
            Error([arguments[0], new JsObject(host.Engine)]);
        }

        return JsValue.Undefined;
    }

    private void Refuse(Step step, string name)
    {
        if (host.Step == step)
        {
            throw new JavaScriptException(host.Engine.Intrinsics.TypeError, $"node.{name} is not a function");
        }
    }

    private void Property(JsObject node, string name, Func<DeviceScope, JsValue> get) => node.DefineOwnProperty(
        name, new GetSetPropertyDescriptor(new ClrFunction(host.Engine, name, (_, _) => get(host.Scope)), JsValue.Undefined, enumerable: true, configurable: true));

    private void Function(JsObject node, string name, Func<JsValue[], JsValue> run) =>
        node.CreateDataProperty(name, new ClrFunction(host.Engine, name, (_, arguments) => run(arguments)));
}
