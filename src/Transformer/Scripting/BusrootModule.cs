using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime.Modules;

namespace Busroot.Transformer.Scripting;

/// <summary>The module <c>busroot</c>: what scripts import and expressions use without importing.</summary>
/// <remarks>One class per group of functions; a new group is added to <see cref="GroupsOf"/> and to busroot.d.ts.</remarks>
internal sealed class BusrootModule(ScriptRealm realm)
{
    public const string Specifier = "busroot";

    private readonly Dictionary<string, HelperFunction> _functions = GroupsOf(realm).SelectMany(group => group).ToDictionary(function => function.Name);

    /// <summary>The names of its exports.</summary>
    public static IReadOnlyCollection<string> Names { get; } = [.. GroupsOf(null!).SelectMany(group => group).Select(function => function.Name)];

    /// <summary>Gives the module its exports.</summary>
    public void Build(ModuleBuilder builder)
    {
        foreach (var function in _functions.Values)
        {
            builder.ExportFunction(function.Name, function.Run);
        }
    }

    /// <summary>Freezes the functions, which every script of the realm gets.</summary>
    public void Freeze(JsValue module)
    {
        foreach (var name in _functions.Keys)
        {
            RealmHardening.Freeze(((ObjectInstance)module).Get(JsString.Create(name)));
        }
    }

    private static IEnumerable<IEnumerable<HelperFunction>> GroupsOf(ScriptRealm realm) =>
    [
        ValueFunctions.All,
        ByteFunctions.All(realm),
        RegisterFunctions.All,
        ChecksumFunctions.All,
        FramingFunctions.All(realm),
        TlvFunctions.All(realm),
        MeterBusFunctions.All(realm),
        SparkplugFunctions.All(realm),
        TextFunctions.All(realm),
        ArrayFunctions.All(realm),
        TimeFunctions.All,
        StateFunctions.All(realm),
        OutcomeFunctions.All(realm),
    ];
}

/// <summary>One export of the module.</summary>
internal readonly record struct HelperFunction(string Name, Func<JsValue[], JsValue> Run);
