using Busroot.Transformer.Scripting;
using Jint;
using Jint.Native;

namespace Busroot.Transformer.NodeRed.Functions;

/// <summary>The functions of one rule in one engine; devices share them, since what a function remembers is in their scopes.</summary>
internal sealed class FunctionInstance(FunctionHost host, FunctionRule rule)
{
    private JsValue? _shared;

    public FunctionHost Host { get; } = host;

    /// <summary>Whether the runtime has compiled what the first run needs; that run is given more time.</summary>
    public bool IsWarm { get; set; }

    /// <summary>Runs the body on a message.</summary>
    public JsValue Run(DeviceScope scope, JsValue message) =>
        Host.Engine.Call(BodyOf(scope), JsValue.Undefined, [message, Host.Send, Host.Done]);

    /// <summary>Runs On Start or On Stop.</summary>
    public JsValue RunOnce(FunctionProgram program, DeviceScope scope)
    {
        var made = program.Build(Host.Engine);
        var function = program.KeepsOnNode ? Host.Engine.Call(made, JsValue.Undefined, [NodeOf(scope)]) : made;
        return Host.Engine.Call(function, JsValue.Undefined, []);
    }

    private JsValue BodyOf(DeviceScope scope)
    {
        if (rule.Body.KeepsOnNode)
        {
            return scope.OwnBody ??= Frozen(Host.Engine.Call(_shared ??= Frozen(rule.Body.Build(Host.Engine)), JsValue.Undefined, [NodeOf(scope)]));
        }

        return _shared ??= Frozen(rule.Body.Build(Host.Engine));
    }

    // The shared object beneath; members the function adds stay with the device.
    private JsValue NodeOf(DeviceScope scope)
    {
        if (scope.OwnNode is not null)
        {
            return scope.OwnNode;
        }

        var create = Host.Engine.Intrinsics.Object.Get("create");
        return scope.OwnNode = create.Call(JsValue.Undefined, [Host.Node]);
    }

    // arguments.callee leads a sloppy function to itself.
    private static JsValue Frozen(JsValue function)
    {
        RealmHardening.Freeze(function);
        return function;
    }
}
