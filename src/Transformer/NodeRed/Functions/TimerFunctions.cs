using Busroot.Transformer.Scripting;
using Jint;
using Jint.Native;
using Jint.Runtime.Interop;
using JavaScriptException = Jint.Runtime.JavaScriptException;
using TypeConverter = Jint.Runtime.TypeConverter;

namespace Busroot.Transformer.NodeRed.Functions;

/// <summary><c>setTimeout</c>, <c>setInterval</c> and what clears them, on the service's clock.</summary>
/// <remarks>Source: Node-RED 5.0.4, 10-function.js. Callbacks get the remaining arguments and <c>node</c> as <c>this</c>.</remarks>
internal sealed class TimerFunctions
{
    private const double Shortest = 1; // as Node.js has it
    private const double Longest = int.MaxValue;

    private readonly FunctionHost _host;

    public TimerFunctions(FunctionHost host)
    {
        _host = host;
        SetTimeout = new ClrFunction(host.Engine, "setTimeout", (_, arguments) => Start("setTimeout", arguments, repeats: false), 2);
        SetInterval = new ClrFunction(host.Engine, "setInterval", (_, arguments) => Start("setInterval", arguments, repeats: true), 2);
        Clear = new ClrFunction(host.Engine, "clearTimeout", (_, arguments) => Stop(arguments.At(0)), 1);
    }

    public JsValue SetTimeout { get; }

    public JsValue SetInterval { get; }

    public JsValue Clear { get; }

    private DeviceTimer Start(string name, JsValue[] arguments, bool repeats)
    {
        var callback = arguments.At(0);
        if (!callback.IsCallable())
        {
            throw new JavaScriptException(_host.Engine.Intrinsics.TypeError, $"{name}: the \"callback\" argument must be of type function");
        }

        var given = TypeConverter.ToNumber(arguments.At(1));
        var delay = TimeSpan.FromMilliseconds(given >= Shortest && given <= Longest ? Math.Floor(given) : Shortest);
        var timer = new DeviceTimer(_host.Engine, _host.Scope, callback, arguments.Length > 2 ? arguments[2..] : [], delay, repeats);
        if (_host.Step == Step.Stop)
        {
            timer.IsActive = false; // it would never fire: the rule is on its way out
        }
        else if (!_host.Scope.TryAdd(timer))
        {
            throw _host.Error($"{name}: this device has 100 timers running already; clear those that are no longer needed", "ERR_TOO_MANY_TIMERS");
        }
        else
        {
            _host.Timers.Add(timer, _host.Now + delay);
        }

        return timer;
    }

    private static JsValue Stop(JsValue given)
    {
        if (given is DeviceTimer timer)
        {
            timer.Scope.Remove(timer);
        }

        return JsValue.Undefined;
    }
}
