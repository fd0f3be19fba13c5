System.Console.WriteLine("busroot");
