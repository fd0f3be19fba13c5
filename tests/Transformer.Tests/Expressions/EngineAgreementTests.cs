using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Busroot.Transformer.Expressions;
using Busroot.Transformer.Mapping;
using Busroot.Transformer.Payloads;
using Busroot.Transformer.Scripting;
using Busroot.Transformer.Signals;
using FsCheck;
using FsCheck.Fluent;
using Jint;
using Jint.Native;

namespace Busroot.Transformer.Tests.Expressions;

/// <summary>For everything the native form covers, the script engine gives the same value, or throws as well.</summary>
public class EngineAgreementTests
{
    private static readonly string[] Payloads =
    [
        """{"a":3,"b":"12","n":null,"t":true,"f":false,"e":"","s":" 7 ","x":"0x1F","w":"RUN","r":[1,34464,5.5,-0.0],"o":{"p":7},"i":-15000,"h":1e308,"u":"17 kWh"}""",
        """{"a":-0.5,"b":"","n":0,"t":"true","f":[],"e":null,"s":"1e3","x":4294967296,"w":"","r":[],"o":null,"i":2147483648,"h":1e-7}""",
        $$"""{"l":"{{new string('x', 300)}}","o":{"p":{} },"b":[null]}""",
        $$"""{"l":"{{new string(' ', 300)}}RUN","s":"\u00a0 12 \u3000","x":"12345678901234567890","h":1e400,"i":"-0.5","o":{"0":5},"r":{"0":7,"1":8},"w":"é"}""",
        """{"u":"0x1fffffffffffffffff","t":"0b11111111111111111111111111111111111111111111111111111111111101","b":"-0","s":"\u00851","e":" ","n":{"x":null},"o":{"p":"7"},"a":-0.0,"h":0.49999999999999994,"i":"Infinity","w":"1."}""",
        "{}", "[1,2]", "5", "\"text\"", "null",
    ];

    private static readonly string[] Atoms =
    [
        "payload.a", "payload.b", "payload.n", "payload.t", "payload.f", "payload.e", "payload.s", "payload.x", "payload.w", "payload.r[0]", "payload.r[1]", "payload.r[3]",
        "payload.r[9]", "payload.o.p", "payload.o?.p", "payload?.a", "payload[\"i\"]", "payload.h", "payload.u", "payload.missing", "payload.missing?.x", "payload.e.x", "payload.b[0]", "payload.w?.x", "payload.o.p?.x", "payload.n?.x", "payload.l[0]", "payload.a[0]", "payload",
        "payload.n?.x.y", "payload.o?.p?.x", "payload.r?.[0]", "payload?.o.p.x", "payload[0]", "0", "1", "-1", "2.5", "1e3", "0.1", "NaN",
        "Infinity", "\"RUN\"", "\"\"", "\"12\"", "null", "undefined", "true", "false", "device.variables.scale", "device.variables.word", "device.variables.off", "payload[device.variables.field]",
    ];

    private static readonly string[] Operators =
        ["+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>", ">>>", "<", ">", "<=", ">=", "===", "!==", "&&", "||", "??"];

    private static readonly string[] Functions =
        ["Number", "parseFloat", "parseInt", "Math.abs", "Math.round", "Math.floor", "Math.ceil", "Math.trunc", "Math.sign", "Math.sqrt", "Math.min", "Math.max", "!", "-", "+", "~", "1 / ", "1 / Math.round", "1 / parseInt", "1 / parseFloat", "1 / Math.sign"];

    private static readonly ImmutableDictionary<string, VariableValue> Variables = ImmutableDictionary<string, VariableValue>.Empty
        .Add("scale", VariableValue.Of(0.1)).Add("word", VariableValue.Of("RUN")).Add("off", default).Add("field", VariableValue.Of("a"));

    [Fact]
    public void The_native_form_and_the_engine_agree()
    {
        using var realm = new ScriptRealm(RuleFiles.Patient, TimeProvider.System);
        var covered = 0;
        var threw = 0;

        Prop.ForAll(Expressions(3).ToArbitrary(), expression =>
        {
            if (Native(expression) is { } native)
            {
                var program = ScriptProgram.OfExpression("rule.json", new SourcePosition(1, 1), expression, ["payload", "device"]);
                foreach (var payload in Payloads)
                {
                    var ended = Agrees(expression, native, program, payload, realm);
                    covered += ended == Evaluation.Done ? 1 : 0;
                    threw += ended == Evaluation.Threw ? 1 : 0;
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

        covered.Should().BeGreaterThan(500, "most of what is generated should be covered");
        threw.Should().BeGreaterThan(50, "what throws should be among it");
    }

    private static Gen<string> Expressions(int depth)
    {
        var atom = Gen.Elements(Atoms);
        if (depth == 0)
        {
            return atom;
        }

        var inner = Expressions(depth - 1);
        return Gen.Frequency(
            (2, atom),
            (4, from left in inner from op in Gen.Elements(Operators) from right in inner select $"({left}) {op} ({right})"),
            (2, from function in Gen.Elements(Functions) from operand in inner select $"{function}({operand})"),
            (1, from test in inner from yes in inner from no in inner select $"({test}) ? ({yes}) : ({no})"));
    }

    private static ComputedSlotPlan? Native(string expression)
    {
        var signal = new SignalTemplate(
            SignalKey.Rssi, default, [], [], null, null, null, null, new ExpressionTemplate(expression, new SourcePosition(1, 1)));
        var template = new MappingTemplate(new JsonPayload(lenient: false), [new GroupTemplate(null, [signal])]);
        var plan = template.Bind(Variables, []);
        return plan.Computed[0].Native is { } native ? new ComputedSlotPlan(plan, native) : null;
    }

    private static Evaluation Agrees(string expression, ComputedSlotPlan native, ScriptProgram program, string payload, ScriptRealm realm)
    {
        var slots = new SlotTable();
        slots.Reset(native.Plan.SlotCount);
        native.Plan.Decoder.TryDecode(Encoding.UTF8.GetBytes(payload), slots, out _).Should().BeTrue();
        var ended = native.Expression.Evaluate(slots, out var value);
        if (ended == Evaluation.Beyond)
        {
            return ended;
        }

        var expected = ended == Evaluation.Threw ? ["threw"] : value.Kind == ValueKind.Other ? (string[])["other", "Infinity", "-Infinity"] : [Show(value)];
        expected.Should().Contain(Engine(program, payload, realm), $"{expression} over {payload}");
        return ended;
    }

    private static string Engine(ScriptProgram program, string payload, ScriptRealm realm)
    {
        realm.Begin(RuleFiles.Patient, DateTimeOffset.UnixEpoch);
        try
        {
            realm.Reading.Set(new RuleInput { Device = new DeviceContext("acme/a", "acme", null, Variables) }, new VariableTable(Variables), default);
            realm.Json.TryRead(Encoding.UTF8.GetBytes(payload), out var value, out _).Should().BeTrue();
            return Show(realm.Call(program, [value, realm.Reading.DeviceObject()]));
        }
        catch (JintException)
        {
            return "threw";
        }
        finally
        {
            realm.End();
        }
    }

    private static string Show(in ExpressionValue value) => value.Kind switch
    {
        ValueKind.Number => Show(value.Number),
        ValueKind.Boolean => value.Number != 0 ? "true" : "false",
        ValueKind.Text => $"\"{Encoding.UTF8.GetString(value.Text)}\"",
        ValueKind.Null => "null",
        ValueKind.Undefined => "undefined",
        _ => "other",
    };

    private static string Show(JsValue value) => value switch
    {
        JsNumber => Show(value.AsNumber()),
        JsBoolean => value.AsBoolean() ? "true" : "false",
        JsString { Length: <= SlotTable.LongestText } => $"\"{value}\"",
        JsNull => "null",
        JsUndefined => "undefined",
        _ => "other",
    };

    private static string Show(double number) => (number + 0.0).ToString("R", CultureInfo.InvariantCulture);

    private sealed record ComputedSlotPlan(MappingPlan Plan, Expression Expression);
}
