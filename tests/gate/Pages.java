// SPDX-License-Identifier: Apache-2.0
//
// Tomcat with docs/integrations/GateFilter.java in front of pages that try to get around it, for tests/gate/test_proxies.
// Arguments: port, gate, token, folder of pages. What is given on /page goes the way its query says.
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

public final class Pages {
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[3]);
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(folder.resolveSibling("tomcat").toString());
        tomcat.setPort(Integer.parseInt(arguments[0]));
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        Context context = tomcat.addContext("", folder.toString());
        FilterDef filter = new FilterDef();
        filter.setFilterName("gate");
        filter.setFilterClass("GateFilter");
        filter.addInitParameter("gate", arguments[1]);
        filter.addInitParameter("token", arguments[2]);
        context.addFilterDef(filter);
        FilterMap everything = new FilterMap();
        everything.setFilterName("gate");
        everything.addURLPattern("/*");
        context.addFilterMap(everything);
        Tomcat.addServlet(context, "files", "org.apache.catalina.servlets.DefaultServlet");
        context.addServletMappingDecoded("/", "files");
        Tomcat.addServlet(context, "pages", new Servlet(folder));
        context.addServletMappingDecoded("/page", "pages");
        tomcat.start();
        tomcat.getServer().await();
    }

    private static final class Servlet extends HttpServlet {
        private final transient Path folder;

        Servlet(Path folder) {
            this.folder = folder;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            byte[] bytes = Files.readAllBytes(folder.resolve(request.getParameter("file")));
            switch (request.getParameter("way")) {
            case "status" -> {
                response.setStatus(404);
                response.getOutputStream().write(bytes);
            }
            case "flush" -> {
                response.setContentLength(bytes.length);
                response.getOutputStream().write(bytes);
                response.getOutputStream().flush();
                response.flushBuffer();
            }
            case "reset" -> {
                response.getOutputStream().write("前言".getBytes("UTF-8"));
                response.resetBuffer();
                response.getOutputStream().write(bytes);
            }
            case "gbk" -> {
                response.setContentType("text/html; charset=GBK");
                response.getWriter().print(new String(bytes, Charset.forName("GBK")));
            }
            case "error" -> response.sendError(410, "no more");
            case "redirect" -> response.sendRedirect("/page.html");
            default -> response.getOutputStream().write(bytes);
            }
        }
    }
}
